import { CODE_INTERVAL_MS, CODES_PER_DAY } from '../../domain/verification/decider.ts';
import { Client, type Watcher } from '../../test/support/client.ts';

const GRANT_GOLD = 1_000_000;
/** Time between two sign-ins of one phone: the interval of codes, and a second for clocks that differ. */
const REST_MS = CODE_INTERVAL_MS + 1_000;

interface Person {
  phone: number;
  signIns: number;
  signedInAtMs: number;
}

/**
 * People who come for an evening, go, and come again a minute later, as long as their phones may be sent codes. So there are as
 * many as the evenings of a minute need, and new people slowly replace them.
 */
export class People {
  /** How many there were so far. */
  count = 0;
  private readonly url: string;
  private readonly firstPhone: number;
  private readonly watch: Watcher;
  /** The person who has rested longest comes first. */
  private readonly resting: Person[] = [];
  private readonly present = new Map<Client, Person>();

  constructor(url: string, firstPhone: number, watch: Watcher) {
    this.url = url;
    this.firstPhone = firstPhone;
    this.watch = watch;
  }

  /** Signs a person in, with gold to give, and opens a socket. */
  async arrive(): Promise<Client> {
    const person = this.next();
    const name = `客人${person.phone}`;
    const client = new Client(this.url, name, this.watch);
    this.present.set(client, person);
    person.signIns++;
    person.signedInAtMs = performance.now();
    await client.signIn(String(person.phone), { displayName: name });
    if (person.signIns === 1) {
      await client.dev('POST', `/dev/wallets/${client.userId}/grant`, { gold: GRANT_GOLD });
    }
    return client.connect();
  }

  /** The person leaves, signed out or not, and may come again. */
  rest(client: Client): void {
    client.close();
    const person = this.present.get(client);
    this.present.delete(client);
    if (person && person.signIns < CODES_PER_DAY) this.resting.push(person);
  }

  private next(): Person {
    const [first] = this.resting;
    if (first && performance.now() - first.signedInAtMs > REST_MS) return this.resting.shift()!;
    return { phone: this.firstPhone + this.count++, signIns: 0, signedInAtMs: 0 };
  }
}
