import type { KeyId, Subject, SubjectKey } from '../keys/key-store.ts';
import { KeyFile } from './key-file.ts';
import { serve } from './thread.ts';

export type KeyRequest =
  | { open: string; readOnly: boolean }
  | { keysOf: { appId: string; subject: Subject }[] }
  | { keysById: readonly KeyId[] }
  | { destroy: readonly Subject[]; appId: string; mayHaveAnother: boolean };
export type KeyAnswer = SubjectKey[];

let keys: KeyFile | undefined;

serve<KeyRequest, KeyAnswer>({
  answer(request) {
    if ('keysOf' in request) return keys!.keysOf(request.keysOf);
    if ('keysById' in request) return keys!.keysById(request.keysById);
    if ('destroy' in request) keys!.destroy(request.appId, request.destroy, request);
    else keys = new KeyFile(request.open, request);
    return [];
  },
  close: () => keys?.close(),
});
