import type { Positions, Storage } from './types.ts';

/** Keeps positions in a browser's `localStorage` or `sessionStorage`, under a name of the app's choice: one for each person. */
export function webStorage(
  place: { getItem(name: string): string | null; setItem(name: string, value: string): void },
  name: string,
): Storage {
  return {
    load() {
      try {
        return JSON.parse(place.getItem(name) ?? '{}') as Positions;
      } catch {
        // Somebody else's: begin anew.
        return {};
      }
    },
    save: (positions) => place.setItem(name, JSON.stringify(positions)),
  };
}
