import type { ComponentChildren } from 'preact';

/** Drawn here: fonts with pictures are not everywhere. By the id of the gift; one that the catalogue got later is a parcel. */
const DRAWINGS: Record<number, ComponentChildren> = {
  101: (
    <>
      <path d="M10 36C8 22 20 8 36 8c4 0 6 4 4 7C36 28 26 40 14 40c-2 0-4-2-4-4z" fill="#5aa845" />
      <path d="M16 33c2-9 9-17 18-20" stroke="#a8dc8c" stroke-width="3" fill="none" />
    </>
  ),
  102: (
    <>
      <path d="M24 26v18" stroke="#c9a27a" stroke-width="4" />
      <circle cx="24" cy="17" r="13" fill="#ff7fb0" />
      <path d="M24 17c0-4 6-4 6 1s-8 8-12 3 0-13 7-13" stroke="#fff" stroke-width="3" fill="none" />
    </>
  ),
  103: (
    <>
      <path d="M24 24v20M24 36c-6 0-9-3-10-7 6-1 9 2 10 7z" stroke="#3c8c4a" stroke-width="3" fill="#3c8c4a" />
      <circle cx="24" cy="15" r="11" fill="#dc3358" />
      <path d="M18 14c2 6 10 6 12 0M20 9c3 4 6 4 8 0" stroke="#ff9db2" stroke-width="2.5" fill="none" />
    </>
  ),
  104: (
    <>
      <path d="M32 18h6q4 0 4 5v6q0 5-4 5h-6" stroke="#c98d1f" stroke-width="4" fill="none" />
      <path d="M10 14h23v26q0 3-3 3H13q-3 0-3-3z" fill="#f6b93b" />
      <path d="M8 15q0-7 7-7 3-5 9-3 8-1 10 8 2 5-3 5H12q-4 0-4-3z" fill="#fff3d6" />
    </>
  ),
  105: (
    <>
      <rect x="17" y="4" width="14" height="24" rx="7" fill="#6a78d1" />
      <path d="M11 21q0 13 13 13t13-13M24 34v9M16 43h16" stroke="#8d97de" stroke-width="3" fill="none" />
    </>
  ),
  106: (
    <>
      <path d="M6 14l9 9 9-15 9 15 9-9-4 26H10z" fill="#f1c232" />
      <circle cx="24" cy="30" r="4" fill="#d6336c" />
    </>
  ),
  107: (
    <path
      d="M24 4v12M24 32v12M4 24h12M32 24h12M10 10l8 8M30 30l8 8M38 10l-8 8M18 30l-8 8"
      stroke="#b06bea"
      stroke-width="4"
      stroke-linecap="round"
    />
  ),
  108: (
    <>
      <path d="M3 30q1-8 9-8l7-8h13l7 8q7 1 7 8v4H3z" fill="#e2513b" />
      <path d="M20 17h10l4 5H16z" fill="#cfe8ff" />
      <path d="M13 30a5 5 0 100 10 5 5 0 000-10zM36 30a5 5 0 100 10 5 5 0 000-10z" fill="#33333d" />
    </>
  ),
  109: (
    <>
      <path d="M25 5v24H8zM28 11l11 18H28z" fill="#8cc8f5" />
      <path d="M4 32h40l-7 11H11z" fill="#3b82c4" />
    </>
  ),
  110: (
    <>
      <path d="M8 20h32v23H8zM8 20v-8h6v4h7v-4h6v4h7v-4h6v8z" fill="#a98ad6" />
      <path d="M19 43V33q0-5 5-5t5 5v10z" fill="#5b3f8c" />
      <path d="M24 12V2l9 4-9 3" fill="#e0567f" stroke="#e0567f" />
    </>
  ),
};

const PARCEL = (
  <path d="M6 18h36v8H6zM9 27h30v16H9zM21 18h6v25h-6zM24 18q-14-2-9-9 5-4 9 9 4-13 9-9 5 7-9 9z" fill="#8b6cff" />
);

export function GiftPicture({ id }: { id: number }) {
  return (
    <svg viewBox="0 0 48 48" aria-hidden="true">
      {DRAWINGS[id] ?? PARCEL}
    </svg>
  );
}

export function Heart() {
  return (
    <svg viewBox="0 0 48 48" aria-hidden="true">
      <path d="M24 42C-4 24 8 4 24 14c16-10 28 10 0 28z" fill="#e8447a" />
    </svg>
  );
}
