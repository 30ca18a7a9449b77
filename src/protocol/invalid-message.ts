import { AppError } from '#core/errors/error.ts';
import type { MessageFault } from '#core/errors/message-fault.ts';

/** Creates the error for a message that violates the protocol. */
export function createInvalidMessageError(fault: MessageFault): AppError {
  return new AppError('message-invalid', { ...fault });
}
