/** The faults of messages between page and companion: the facts of the error `message-invalid`. */
export type MessageFault =
  | { readonly reason: 'message-not-json' }
  | { readonly reason: 'message-type'; readonly type: string }
  | { readonly reason: 'message-field'; readonly field: string; readonly id?: number } // `id` of the request
  | { readonly reason: 'frame-other-format' }
  | { readonly reason: 'frame-header-not-json' }
  | { readonly reason: 'frame-header-too-long'; readonly actualBytes: number; readonly maxBytes: number }
  | { readonly reason: 'frame-length'; readonly actualBytes: number; readonly expectedBytes: number }
  | { readonly reason: 'tensor-repeated'; readonly name: string }
  | {
      readonly reason: 'tensor-beyond-frame';
      readonly name: string;
      readonly shape: string;
      readonly actualBytes: number;
    }
  | { readonly reason: 'tensor-strings'; readonly name: string };
