import { AppError } from '#core/errors/error.ts';
import type { MessageFault } from '#core/errors/message-fault.ts';

/** The error for a message that does not follow the protocol. */
export function invalidMessage(fault: MessageFault): AppError {
  return new AppError('message-invalid', { ...fault });
}
