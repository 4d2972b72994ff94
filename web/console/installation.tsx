import { useState } from 'preact/hooks';
import { Action } from './action.tsx';
import type { Answer } from './api.ts';
import { Card, Facts, Failure, LIVE, Nothing, Table, Time, useAnswer } from './parts.tsx';
import { numberOf } from './words.ts';

type App = Answer<'apps/list'>['apps'][number];

/** The apps whose servers may call, and their secrets, which are never shown again. */
export function AppsPage() {
  const { answer, error, again } = useAnswer('apps/list', {}, LIVE);
  const [made, setMade] = useState<{ appId: string; secret: string; serverToken: string } | null>(null);
  return (
    <Card title="Apps">
      <Failure text={error} />
      {made && (
        <div role="status">
          <p>The new secret of {made.appId}, shown this once:</p>
          <p>
            <code class="secret">{made.secret}</code>
          </p>
          {made.serverToken !== '' && (
            <p>
              Its server calls with the token <code class="secret">{made.serverToken}</code>
            </p>
          )}
        </div>
      )}
      {answer && (
        <>
          <p>Tenants: {answer.tenants.join(', ')}.</p>
          <Table
            rows={answer.apps}
            keyOf={({ dialect, appId }) => `${dialect} ${appId}`}
            empty="No app's server may call."
            columns={[
              { head: 'App', of: ({ appId }) => appId },
              { head: 'API', of: ({ dialect }) => dialect },
              { head: 'Tenant', of: ({ tenant }) => tenant },
              { head: 'Secrets', of: (app) => <Secrets app={app} /> },
              {
                head: 'More',
                of: ({ dialect, appId, secrets }) => (
                  <span class="row">
                    <Action
                      label="New secret"
                      path="apps/rotate-secret"
                      params={{ dialect, appId }}
                      fields={[
                        {
                          name: 'keepMinutes',
                          label: 'Minutes that the one before still holds',
                          kind: 'number',
                          min: 0,
                          value: 1440,
                        },
                      ]}
                      onDone={({ secret, serverToken }) => {
                        setMade({ appId, secret: String(secret ?? ''), serverToken: String(serverToken ?? '') });
                        again();
                      }}
                    />
                    {secrets.length > 1 && (
                      <Action
                        label="End the former ones"
                        path="apps/end-former-secrets"
                        params={{ dialect, appId }}
                        says="The newest secret alone proves its calls from now on."
                        isHarsh
                        onDone={again}
                      />
                    )}
                  </span>
                ),
              },
            ]}
          />
        </>
      )}
    </Card>
  );
}

function Secrets({ app: { secrets, hasOldSecret } }: { app: App }) {
  return (
    <>
      {secrets.map(({ version, until, lastUsedAt }) => (
        <div key={version}>
          {version === 0 ? 'of the settings' : `number ${version}`}
          {until !== null && (
            <>
              {' '}
              until <Time at={until} />
            </>
          )}
          {lastUsedAt !== null && (
            <span class="soft">
              , used <Time at={lastUsedAt} />
            </span>
          )}
        </div>
      ))}
      {hasOldSecret && <div>an old one of the settings</div>}
    </>
  );
}

/** What customers' back ends are told: how far each has come, and what it would not take. */
export function WebhooksPage() {
  const { answer, error, again } = useAnswer('webhooks/list', {}, LIVE);
  const head = answer?.head ?? 0;
  return (
    <>
      <Failure text={error} />
      {answer?.webhooks.length === 0 && (
        <Card title="Webhooks">
          <Nothing>No back end is told anything: docs/webhooks.md says how one is.</Nothing>
        </Card>
      )}
      {answer?.webhooks.map(
        ({ name, tenant, origin, events, reached, parked, isReplayAsked, leftOut, leftOutCount }) => (
          <Card
            key={name}
            title={name}
            aside={
              <span class="row">
                {parked && <Action label="Go on" path="webhooks/replay" params={{ webhook: name }} onDone={again} />}
                <Action
                  label="Tell once more"
                  path="webhooks/replay"
                  params={{ webhook: name }}
                  fields={[{ name: 'after', label: 'What came after position', kind: 'number', min: 0, value: 0 }]}
                  says="Each message comes again with the id that it had: the receiver drops what it has seen."
                  onDone={again}
                />
              </span>
            }
          >
            <Facts
              facts={[
                ['Receiver', origin],
                ['Tenant', tenant],
                ['Told of', events.join(', ')],
                ['Behind', reached === null ? 'not begun' : `${numberOf(Math.max(0, head - reached))} positions`],
                [
                  'State',
                  parked ? <span class="bad">stands still</span> : isReplayAsked ? 'about to go on' : 'follows',
                ],
              ]}
            />
            {parked && (
              <p class="bad" role="alert">
                At {parked.position} since <Time at={parked.at} />: {parked.reason}
              </p>
            )}
            {leftOutCount > 0 && <h3>{numberOf(leftOutCount)} messages were refused; the latest</h3>}
            {leftOutCount > 0 && (
              <Table
                rows={leftOut.toReversed()}
                keyOf={({ id }) => id}
                columns={[
                  { head: 'When', of: ({ at }) => <Time at={at} /> },
                  { head: 'Message', of: ({ type }) => type },
                  { head: 'Position', of: ({ position }) => position, isNumber: true },
                  { head: 'Answer', of: ({ status }) => status, isNumber: true },
                ]}
              />
            )}
          </Card>
        ),
      )}
    </>
  );
}

/** Every setting as it is in effect. */
export function SettingsPage() {
  const [text, setText] = useState('');
  const { answer, error } = useAnswer('settings/list', {});
  const isWanted = ({ name, value }: { name: string; value: string }) =>
    `${name} ${value}`.toLowerCase().includes(text.trim().toLowerCase());
  return (
    <Card
      title="Settings of this process"
      aside={
        <label>
          Find
          <input type="search" value={text} onInput={(event) => setText(event.currentTarget.value)} />
        </label>
      }
    >
      <Failure text={error} />
      {answer && (
        <Table
          rows={answer.settings.filter(isWanted)}
          keyOf={({ name }) => name}
          empty="None is called that."
          columns={[
            { head: 'Setting', of: ({ name }) => <code>{name}</code> },
            { head: 'Value', isLong: true, of: ({ value }) => value || '–' },
            { head: 'From', of: ({ origin }) => origin },
          ]}
        />
      )}
    </Card>
  );
}
