import { useEffect, useRef, useState } from 'preact/hooks';
import { act, newKey, type Path, Refused } from './api.ts';
import { Failure, useMay } from './parts.tsx';
import { textOf } from './words.ts';

/** Something that is asked for besides the reason. */
export interface Field {
  name: string;
  label: string;
  /** Default: a line of text. */
  kind?: 'number' | 'password' | 'lines' | 'choice';
  value?: string | number;
  min?: number;
  max?: number;
  options?: readonly string[];
  isOptional?: boolean;
  autocomplete?: 'new-password' | 'current-password' | 'one-time-code';
}

interface Props {
  label: string;
  path: Path;
  /** What is sent besides what is asked for. */
  params?: object;
  fields?: readonly Field[];
  /** What is about to happen, for whoever has to agree. */
  says?: string;
  /** Of harm that is hard to undo. */
  isHarsh?: boolean;
  /** Makes parameters of what was typed; default: as it is. */
  make?(given: Record<string, string | number>): object;
  onDone?(answer: Record<string, unknown>): void;
}

/** A button that asks for the reason, and then does something: the API wants one for every change. Nobody sees what they may not do. */
export function Action(props: Props) {
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  if (!may(props.path)) return null;
  return (
    <>
      <button type="button" class={props.isHarsh ? 'harsh' : undefined} onClick={() => setOpen(true)}>
        {props.label}
      </button>
      {isOpen && <Dialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

function Dialog({
  label,
  path,
  params,
  fields = [],
  says,
  isHarsh,
  make,
  onDone,
  onClose,
}: Props & { onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [given, setGiven] = useState<Record<string, string>>(() =>
    Object.fromEntries(fields.map(({ name, value = '' }) => [name, String(value)])),
  );
  const [reason, setReason] = useState('');
  const [error, setError] = useState('');
  const [isSending, setSending] = useState(false);
  // The same until an answer has come: what is sent again after a lost one counts once.
  const [key, setKey] = useState(newKey);
  useEffect(() => dialog.current?.showModal(), []);
  const submit = async (event: Event) => {
    event.preventDefault();
    setSending(true);
    const typed = valuesOf(fields, given);
    try {
      const answer = await act(path, { ...params, ...(make ? make(typed) : typed), reason }, key);
      onClose();
      onDone?.(answer);
    } catch (failure) {
      setError(textOf(failure));
      if (failure instanceof Refused && failure.status < 500) setKey(newKey());
      setSending(false);
    }
  };
  return (
    <dialog ref={dialog} onClose={onClose} aria-label={label}>
      <form onSubmit={submit}>
        <h2>{label}</h2>
        {says && <p>{says}</p>}
        {fields.map((field) => (
          <Input
            key={field.name}
            field={field}
            value={given[field.name] ?? ''}
            onInput={(value) => setGiven({ ...given, [field.name]: value })}
          />
        ))}
        <label>
          Reason
          <input required maxLength={200} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
        </label>
        <Failure text={error} />
        <div class="row end">
          <button type="button" class="plain" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class={isHarsh ? 'harsh' : 'main'} disabled={isSending}>
            {label}
          </button>
        </div>
      </form>
    </dialog>
  );
}

function Input({ field, value, onInput }: { field: Field; value: string; onInput(value: string): void }) {
  const { kind, label, options = [], min, max, isOptional, autocomplete = 'off' } = field;
  const kept = {
    value,
    required: !isOptional,
    onInput: (event: { currentTarget: { value: string } }) => onInput(event.currentTarget.value),
  };
  switch (kind) {
    case 'choice':
      return (
        <label>
          {label}
          <select {...kept}>
            {options.map((option) => (
              <option key={option}>{option}</option>
            ))}
          </select>
        </label>
      );
    case 'lines':
      return (
        <label>
          {label}
          <textarea rows={5} {...kept} />
        </label>
      );
    case 'number':
      return (
        <label>
          {label}
          <input type="number" min={min} max={max} {...kept} />
        </label>
      );
    case 'password':
      return (
        <label>
          {label}
          <input type="password" autocomplete={autocomplete} {...kept} />
        </label>
      );
    default:
      return (
        <label>
          {label}
          <input type="text" autocomplete={autocomplete} {...kept} />
        </label>
      );
  }
}

/** Numbers as numbers; what may be left out and is empty is. */
function valuesOf(fields: readonly Field[], given: Record<string, string>): Record<string, string | number> {
  const values: Record<string, string | number> = {};
  for (const { name, kind, isOptional } of fields) {
    const text = given[name] ?? '';
    if (text === '' && isOptional) continue;
    values[name] = kind === 'number' ? Number(text) : text;
  }
  return values;
}
