import { useState } from 'preact/hooks';
import { Card, Failure, Nothing, Table, useAnswer, useTyped } from './parts.tsx';
import { numberOf } from './words.ts';

/** Finds people; each leads to `page`. */
export function Find({ page }: { page: 'Ledger' | 'People' }) {
  const [text, setText] = useState('');
  const typed = useTyped(text.trim());
  const { answer, error } = useAnswer(typed === '' ? null : 'people/search', { text: typed });
  return (
    <Card title="Find somebody">
      <label>
        Id, number, phone, an app’s uid, or the beginning of a name
        <input type="search" maxLength={100} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <Failure text={error} />
      {typed !== '' && answer?.people.length === 0 && <Nothing>Nobody is called that.</Nothing>}
      {typed !== '' && answer && answer.people.length > 0 && (
        <Table
          rows={answer.people}
          keyOf={({ userId }) => userId}
          columns={[
            {
              head: 'Name',
              of: ({ userId, displayName, isBanned, isErased }) => (
                <>
                  <a href={`#${page}/${userId}`}>{displayName || userId}</a>
                  {isBanned && <span class="tag bad">banned</span>}
                  {isErased && <span class="tag">erased</span>}
                </>
              ),
            },
            { head: 'Id', of: ({ userId }) => userId },
            { head: 'Number', of: ({ heiNum }) => heiNum || '' },
            { head: 'Gold', of: ({ gold }) => numberOf(gold), isNumber: true },
            { head: 'Points', of: ({ points }) => numberOf(points), isNumber: true },
          ]}
        />
      )}
    </Card>
  );
}
