import { useState } from 'preact/hooks';
import { Action } from './action.tsx';
import { type Answer, ask } from './api.ts';
import { saveText } from './files.ts';
import { Find } from './find.tsx';
import { ReportsOf } from './moderation.tsx';
import { Card, Facts, Failure, LIVE, Table, Time, useAnswer, useMay } from './parts.tsx';
import { numberOf, textOf } from './words.ts';

const BECAUSE = ['request', 'own-wish', 'court-order', 'underage', 'abuse'];
/** Pages of an export: some 10⁵ things that are known of somebody. */
const MAX_EXPORT_PAGES = 500;

export function PeoplePage({ about }: { about: string }) {
  return (
    <>
      {about !== '' && <OnePerson key={about} userId={Number(about)} />}
      <Find page="People" />
    </>
  );
}

/** One person: how they are called, where they are signed in, what was said of them, and what may be done. */
function OnePerson({ userId }: { userId: number }) {
  const may = useMay();
  const { answer: person, error, again } = useAnswer('people/show', { userId }, LIVE);
  const [exportError, setError] = useState('');
  return (
    <>
      <Card
        title={person?.displayName || `Person ${userId}`}
        aside={
          person && (
            <div class="row">
              {person.isBanned ? (
                <Action label="Unban" path="people/unban" params={{ userId }} onDone={again} />
              ) : (
                <Action
                  label="Ban"
                  path="people/ban"
                  params={{ userId }}
                  says="Their sessions end, and their rooms are cleared."
                  isHarsh
                  onDone={again}
                />
              )}
              <Action
                label="Erase for good"
                path="people/erase"
                params={{ userId }}
                fields={[{ name: 'because', label: 'Because', kind: 'choice', value: 'request', options: BECAUSE }]}
                says="Name, texts and papers can never be read again; the ledger still adds up."
                isHarsh
                onDone={again}
              />
              {may('people/export') && (
                <button type="button" onClick={() => void saveExport(userId).catch((e) => setError(textOf(e)))}>
                  Save all that is known
                </button>
              )}
            </div>
          )
        }
      >
        <Failure text={error || exportError} />
        {person && (
          <Facts
            facts={[
              ['Id', userId],
              ['Number', person.heiNum || '–'],
              ['State', person.isErased ? 'erased' : person.isBanned ? 'banned' : 'in good standing'],
              [
                'Gold',
                <a key="gold" href={`#Ledger/${userId}`}>
                  {numberOf(person.wallet.gold)}
                  {person.wallet.isFrozen && ' (frozen)'}
                </a>,
              ],
              ['Points', `${numberOf(person.wallet.points)} of ${numberOf(person.wallet.earnedPoints)} earned`],
              ['Gender, birthday', `${person.gender}, ${person.birthDay || '–'}`],
              ['Address', person.address || '–'],
              ['Says of themselves', person.description || '–'],
              ['Honours', person.honours.join(', ') || '–'],
              ['Lives, followers, follows', `${person.liveCount}, ${person.followerCount}, ${person.followingCount}`],
            ]}
          />
        )}
      </Card>
      {person && (
        <Card title="Names, sessions, phones">
          <Table
            rows={person.names}
            keyOf={({ kind, value }) => `${kind} ${value}`}
            empty="No name outside is theirs."
            columns={[
              { head: 'Kind', of: ({ kind }) => kind },
              { head: 'Name', of: ({ value }) => value },
              { head: 'Since', of: ({ claimedAt }) => <Time at={claimedAt} /> },
            ]}
          />
          <Table
            rows={person.sessions}
            keyOf={({ sessionRef }) => sessionRef}
            empty="They are signed in nowhere."
            columns={[
              { head: 'Session', of: ({ sessionRef }) => <code>{sessionRef.slice(0, 8)}…</code> },
              { head: 'Until', of: ({ expiresAt }) => <Time at={expiresAt} /> },
              {
                head: 'Phone',
                of: ({ sessionRef }) =>
                  person.devices
                    .filter((device) => device.sessionRef === sessionRef)
                    .map(({ platform, provider }) => `${platform} (${provider})`)
                    .join(', ') || '–',
              },
              {
                head: 'More',
                of: ({ sessionRef }) => (
                  <Action
                    label="End the session"
                    path="people/end-session"
                    params={{ userId, sessionRef }}
                    onDone={again}
                  />
                ),
              },
            ]}
          />
        </Card>
      )}
      <ReportsOf userId={userId} />
    </>
  );
}

/** Everything that is known of somebody, as a file: one JSON value a line. */
async function saveExport(userId: number): Promise<void> {
  const lines: string[] = [];
  let cursor: string | null = '';
  for (let pages = 0; cursor !== null && pages < MAX_EXPORT_PAGES; pages++) {
    const page: Answer<'people/export'> = await ask('people/export', { userId, cursor });
    lines.push(...page.items.map((item) => JSON.stringify(item)));
    cursor = page.next;
  }
  saveText(`person-${userId}.jsonl`, 'application/jsonl', lines.join('\n'));
}
