import type { SimProcess } from './process.ts';
import type { Outcome } from './requests.ts';

/** What `Person` does things with, for those that have a file of their own; `Evening`: what they need of it. */
export interface Means<Evening> {
  evening: Evening;
  userId: number;
  newKey(): string;
  call(path: string, params: object): Promise<Outcome>;
  surely(send: (process: SimProcess) => Promise<Outcome>): Promise<Outcome>;
  once(sent: { answers: object[] }, send: () => Promise<Outcome>, sendOther?: () => Promise<Outcome>): Promise<void>;
}
