/** What somebody who comes for the first time is led to, in this order. */
const STEPS = {
  gift: ['Give something', 'As the viewer, press a gift: host and viewer both see it fly.'],
  line: ['Cut a line and heal it', 'Cut my line; let the other side say something; come back.'],
  chain: ['Read why', 'Beneath the room: every event that followed, and its cause.'],
} as const;
export type Step = keyof typeof STEPS;

/** Which steps were taken on this page. */
export class Progress {
  readonly taken = new Set<Step>();
  private readonly changed: () => void;

  constructor(changed: () => void) {
    this.changed = changed;
  }

  take(step: Step): void {
    if (this.taken.has(step)) return;
    this.taken.add(step);
    this.changed();
  }
}

export function Guide({ taken, isSplit }: { taken: ReadonlySet<Step>; isSplit: boolean }) {
  return (
    <section class="guide" aria-label="Three things to try">
      <ol>
        {(Object.keys(STEPS) as Step[]).map((step) => {
          const [title, text] = STEPS[step];
          const isTaken = taken.has(step);
          return (
            <li key={step} class={isTaken ? 'taken' : ''}>
              <b>{title}</b> {isTaken && <span class="tick">Seen</span>}
              <span class="soft">{text}</span>
            </li>
          );
        })}
      </ol>
      {!isSplit && (
        <p class="soft">
          Two tabs make a room: <OneMoreTab text="open one more" />, and it joins by itself.
        </p>
      )}
    </section>
  );
}

export function OneMoreTab({ text }: { text: string }) {
  return (
    <a href="/demo" target="_blank" rel="noopener">
      {text}
    </a>
  );
}
