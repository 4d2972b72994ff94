import { useContext, useState } from 'preact/hooks';
import { Action, type Field } from './action.tsx';
import { type Answer, ask } from './api.ts';
import { Card, Facts, Failure, SignedIn } from './parts.tsx';
import { numberOf, textOf } from './words.ts';

const PASSWORD: Field = { name: 'password', label: 'Password', kind: 'password', autocomplete: 'current-password' };
const CODE: Field = { name: 'code', label: 'Code that the app shows', autocomplete: 'one-time-code' };

/** One's own account: who one is, one's password, and the authenticator app. */
export function AccountPage({ onChanged }: { onChanged(): void }) {
  const me = useContext(SignedIn);
  return (
    <>
      <Card
        title="Your account"
        aside={
          <Action
            label="Change the password"
            path="session/change-password"
            fields={[
              PASSWORD,
              { name: 'newPassword', label: 'New password', kind: 'password', autocomplete: 'new-password' },
            ]}
            says="Every session ends: sign in again."
            onDone={onChanged}
          />
        }
      >
        <Facts
          facts={[
            ['Name', me.name],
            ['Role', me.role],
            ['Gold that you move alone', numberOf(me.operatorLimitGold)],
            ['Code at sign-in', me.hasTotp ? 'by an authenticator app' : 'none'],
          ]}
        />
      </Card>
      <Card title="Authenticator app">
        {me.hasTotp ? (
          <>
            <p>Each sign-in asks for a code of your app.</p>
            <Action
              label="Sign in without a code again"
              path="session/remove-totp"
              fields={[PASSWORD]}
              isHarsh
              onDone={onChanged}
            />
          </>
        ) : (
          <SetUp onChanged={onChanged} />
        )}
      </Card>
    </>
  );
}

/** A secret is shown, the app makes codes of it, and one of these proves that it does. */
function SetUp({ onChanged }: { onChanged(): void }) {
  const [drawn, setDrawn] = useState<Answer<'session/new-totp'> | null>(null);
  const [error, setError] = useState('');
  const draw = async () => {
    try {
      setDrawn(await ask('session/new-totp', {}));
    } catch (failure) {
      setError(textOf(failure));
    }
  };
  if (!drawn)
    return (
      <>
        <p>With an app that makes codes, a password that somebody has seen is not enough to sign in.</p>
        <Failure text={error} />
        <button type="button" onClick={() => void draw()}>
          Set it up
        </button>
      </>
    );
  return (
    <>
      <p>
        Enter this secret into your app, or <a href={drawn.address}>open it there</a>:
      </p>
      <p>
        <code class="secret">{drawn.secret.replace(/.{4}(?=.)/g, '$& ')}</code>
      </p>
      <Action
        label="It shows a code"
        path="session/set-totp"
        params={{ secret: drawn.secret }}
        fields={[CODE, PASSWORD]}
        onDone={onChanged}
      />
    </>
  );
}
