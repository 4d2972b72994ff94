import { useState } from 'preact/hooks';
import { Action } from './action.tsx';
import { Card, Failure, LIVE, Nothing, PersonLink, Table, Time, useAnswer, useMay, useTyped } from './parts.tsx';
import { wordsOf } from './words.ts';

const STATUSES = ['open', 'upheld', 'dismissed'] as const;

/** What people report of each other, and recordings that others want to hear. */
export function ModerationPage() {
  const [status, setStatus] = useState<(typeof STATUSES)[number]>('open');
  return (
    <>
      <Card
        title="Reports"
        aside={
          <label>
            State
            <select value={status} onInput={(event) => setStatus(event.currentTarget.value as typeof status)}>
              {STATUSES.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
          </label>
        }
      >
        <Reports status={status} empty="Nobody is reported." />
      </Card>
      <Words />
      <Recordings />
    </>
  );
}

/** Words on a page of the list. */
const WORDS_SHOWN = 100;

/** Words that are masked where people say them, or that hold a text back. */
function Words() {
  const [text, setText] = useState('');
  const typed = useTyped(text.trim());
  const { answer, error, again } = useAnswer('words/list', { text: typed, limit: WORDS_SHOWN }, LIVE);
  const linesOf = ({ words = '' }: Record<string, string | number>) =>
    String(words)
      .split('\n')
      .map((word) => word.trim())
      .filter((word) => word !== '');
  return (
    <Card
      title="Words"
      aside={
        <Action
          label="Add words"
          path="words/add"
          fields={[
            { name: 'words', label: 'Words, one a line', kind: 'lines' },
            {
              name: 'treatment',
              label: 'What becomes of them',
              kind: 'choice',
              value: 'mask',
              options: ['mask', 'hold'],
            },
          ]}
          make={(given) => ({ treatment: given.treatment, words: linesOf(given) })}
          says="mask: stars stand in a word’s place; hold: a text with it is refused. What was said before stays."
          onDone={again}
        />
      }
    >
      <label>
        Find a word
        <input type="search" maxLength={100} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <Failure text={error} />
      {answer && (
        <>
          <Table
            rows={answer.words}
            keyOf={({ word, from }) => `${from} ${word}`}
            empty="No word is masked or held."
            columns={[
              { head: 'Word', of: ({ word }) => word },
              { head: 'Is', of: ({ treatment }) => (treatment === 'mask' ? 'masked' : 'held') },
              { head: 'By', of: ({ from }) => (from === 'setting' ? 'SALON_WORDS' : 'operators') },
              {
                head: 'More',
                of: ({ word, from }) =>
                  from === 'operator' && (
                    <Action label="Take off the list" path="words/remove" params={{ words: [word] }} onDone={again} />
                  ),
              },
            ]}
          />
          {answer.total > answer.words.length && (
            <Nothing>
              The first {answer.words.length} of {answer.total}: find others by what is in them.
            </Nothing>
          )}
        </>
      )}
    </Card>
  );
}

/** What one person was reported for. */
export function ReportsOf({ userId }: { userId: number }) {
  const may = useMay();
  if (!may('reports/list')) return null;
  return (
    <Card title="Reports about them">
      <Reports userId={userId} empty="Nobody has reported them." />
    </Card>
  );
}

function Reports({ userId, status, empty }: { userId?: number; status?: (typeof STATUSES)[number]; empty: string }) {
  const { answer, error, again } = useAnswer('reports/list', { userId, status, limit: 100 }, LIVE);
  return (
    <>
      <Failure text={error} />
      {answer && (
        <Table
          rows={answer.reports}
          keyOf={({ reportId }) => reportId}
          empty={empty}
          columns={[
            { head: 'When', of: ({ at }) => <Time at={at} /> },
            { head: 'Whom', of: ({ userId: id }) => <PersonLink id={id} /> },
            { head: 'For', of: ({ kind }) => wordsOf(kind) },
            { head: 'By', of: ({ reporterId }) => <PersonLink id={reporterId} /> },
            { head: 'State', of: (report) => report.status },
            {
              head: 'More',
              of: (report) =>
                report.status === 'open' && (
                  <span class="row">
                    <Action
                      label="Uphold"
                      path="reports/settle"
                      params={{ reportId: report.reportId, outcome: 'upheld' }}
                      says="Notes it; what is done about the person is another step."
                      onDone={again}
                    />
                    <Action
                      label="Dismiss"
                      path="reports/settle"
                      params={{ reportId: report.reportId, outcome: 'dismissed' }}
                      onDone={again}
                    />
                  </span>
                ),
            },
          ]}
        />
      )}
    </>
  );
}

function Recordings() {
  const [isAudible, setAudible] = useState(false);
  const { answer, error, again } = useAnswer('records/list', { isAudible, limit: 100 }, LIVE);
  return (
    <Card
      title="Recordings"
      aside={
        <label class="check">
          <input type="checkbox" checked={isAudible} onInput={(event) => setAudible(event.currentTarget.checked)} />
          those that others hear
        </label>
      }
    >
      <Failure text={error} />
      {answer && (
        <Table
          rows={answer.records}
          keyOf={({ recordId }) => recordId}
          empty={isAudible ? 'Others hear none.' : 'None waits for a review.'}
          columns={[
            { head: 'When', of: ({ createdAt }) => <Time at={createdAt} /> },
            { head: 'Whose', of: ({ userId }) => <PersonLink id={userId} /> },
            { head: 'Length', of: ({ lengthSeconds }) => `${lengthSeconds} s` },
            {
              head: 'Sound',
              of: ({ url }) => (
                <a href={url} target="_blank" rel="noreferrer">
                  listen
                </a>
              ),
            },
            {
              head: 'More',
              of: ({ recordId, audible }) => (
                <Action
                  label={audible ? 'Hold back' : 'Let others hear it'}
                  path="records/review"
                  params={{ recordId, isApproved: !audible }}
                  onDone={again}
                />
              ),
            },
          ]}
        />
      )}
    </Card>
  );
}
