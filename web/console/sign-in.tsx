import { useState } from 'preact/hooks';
import { act, type Path } from './api.ts';
import { Failure } from './parts.tsx';
import { textOf } from './words.ts';

/** What browsers fill in. */
type Autocomplete = 'username' | 'current-password' | 'new-password' | 'one-time-code' | 'off';
type FieldName = 'name' | 'password' | 'code' | 'key';

interface Field {
  name: FieldName;
  label: string;
  autocomplete: Autocomplete;
  isSecret?: boolean;
  isOptional?: boolean;
}

interface Way {
  title: string;
  path: Path;
  fields: readonly Field[];
}

const NAME: Field = { name: 'name', label: 'Name', autocomplete: 'username' };
const KEY: Field = { name: 'key', label: 'Key', autocomplete: 'off', isSecret: true };
const WAYS: readonly Way[] = [
  {
    title: 'By password',
    path: 'session/sign-in',
    fields: [
      NAME,
      { name: 'password', label: 'Password', autocomplete: 'current-password', isSecret: true },
      { name: 'code', label: 'Code, if you have set one up', autocomplete: 'one-time-code', isOptional: true },
    ],
  },
  {
    title: 'As the first operator, by the key that the server printed at its start',
    path: 'session/first-operator',
    fields: [KEY, NAME, { name: 'password', label: 'New password', autocomplete: 'new-password', isSecret: true }],
  },
  { title: 'In dev mode, by its key', path: 'session/dev-sign-in', fields: [KEY] },
];
const NOTHING: Record<FieldName, string> = { name: '', password: '', code: '', key: '' };

/** Signs an operator in, in one of the ways there are. */
export function SignIn({ onIn }: { onIn(): Promise<void> }) {
  const [way, setWay] = useState(WAYS[0]!);
  const [given, setGiven] = useState(NOTHING);
  const [error, setError] = useState('');
  const submit = async (event: Event) => {
    event.preventDefault();
    try {
      await act(way.path, Object.fromEntries(way.fields.map(({ name }) => [name, given[name]])));
      await onIn();
    } catch (failure) {
      setError(textOf(failure));
    }
  };
  const turnTo = (other: Way) => {
    setWay(other);
    setGiven(NOTHING);
    setError('');
  };
  const kept = (name: FieldName) => ({
    id: name,
    name,
    value: given[name],
    onInput: (event: { currentTarget: HTMLInputElement }) => setGiven({ ...given, [name]: event.currentTarget.value }),
  });
  return (
    <form class="sign-in" onSubmit={submit}>
      <h1>Salon console</h1>
      {way.fields.map(({ name, label, autocomplete, isSecret, isOptional }) => (
        <label key={`${way.path} ${name}`} htmlFor={name}>
          {label}
          {isSecret ? (
            <input type="password" required {...kept(name)} autocomplete={autocomplete} />
          ) : (
            <input type="text" required={!isOptional} {...kept(name)} autocomplete={autocomplete} />
          )}
        </label>
      ))}
      <Failure text={error} />
      <button type="submit">Sign in</button>
      {WAYS.filter((other) => other !== way).map((other) => (
        <button type="button" class="way" key={other.path} onClick={() => turnTo(other)}>
          {other.title}
        </button>
      ))}
    </form>
  );
}
