import { Action, type Field } from './action.tsx';
import type { Answer } from './api.ts';
import { Card, Failure, Table, Time, useAnswer } from './parts.tsx';
import { numberOf } from './words.ts';

type Gift = Answer<'catalogue/show'>['gifts'][number];

/** What is for sale, for how much, and what the app's screens show: data, which a change takes effect of at once. */
export function CataloguePage() {
  const { answer, error, again } = useAnswer('catalogue/show', {});
  return (
    <>
      <Failure text={error} />
      {answer && (
        <>
          <Gifts gifts={answer.gifts} version={answer.version} again={again} />
          <GoldPackages packages={answer.goldPackages} again={again} />
          <PointsPackages packages={answer.pointsPackages} again={again} />
        </>
      )}
      <Topics />
      <Banners />
      <House />
    </>
  );
}

const yuanOf = (cents: number) => `¥${(cents / 100).toFixed(2)}`;

function Sale({ isOnSale }: { isOnSale: boolean }) {
  return isOnSale ? <span class="good">for sale</span> : <span class="soft">withdrawn</span>;
}

function Gifts({ gifts, version, again }: { gifts: readonly Gift[]; version: number; again(): void }) {
  const fields: Field[] = [
    { name: 'name', label: 'Name' },
    { name: 'priceGold', label: 'Gold', kind: 'number', min: 1 },
    { name: 'experience', label: 'Experience', kind: 'number', min: 0, value: 0 },
    { name: 'description', label: 'Description', isOptional: true },
  ];
  return (
    <Card title="Gifts" aside={<Action label="Add a gift" path="catalogue/add-gift" fields={fields} onDone={again} />}>
      <p class="soft">Version {version} of the catalogue: each purchase names it.</p>
      <Table
        rows={gifts}
        keyOf={({ id }) => id}
        columns={[
          {
            head: 'Gift',
            of: ({ id, name }) => (
              <>
                {name} <small class="soft">{id}</small>
              </>
            ),
          },
          { head: 'Gold', of: ({ priceGold }) => numberOf(priceGold), isNumber: true },
          { head: 'Experience', of: ({ experience }) => numberOf(experience), isNumber: true },
          { head: 'Sale', of: (gift) => <Sale {...gift} /> },
          { head: 'More', of: (gift) => <GiftActions gift={gift} again={again} /> },
        ]}
      />
    </Card>
  );
}

function GiftActions({ gift, again }: { gift: Gift; again(): void }) {
  const { id: giftId, name, description, priceGold, experience, isOnSale } = gift;
  return (
    <span class="row">
      <Action
        label="Change the price"
        path="catalogue/price-gift"
        params={{ giftId }}
        fields={[
          { name: 'priceGold', label: `Gold for ${name}`, kind: 'number', min: 1, value: priceGold },
          { name: 'experience', label: 'Experience', kind: 'number', min: 0, value: experience },
        ]}
        says="Whoever buys it from then on pays it; what was bought stays as it is."
        onDone={again}
      />
      <Action
        label="Rename"
        path="catalogue/change-gift"
        params={{ giftId }}
        fields={[
          { name: 'name', label: 'Name', value: name },
          { name: 'description', label: 'Description', value: description, isOptional: true },
        ]}
        onDone={again}
      />
      {isOnSale ? (
        <Action label="Withdraw" path="catalogue/withdraw-gift" params={{ giftId }} isHarsh onDone={again} />
      ) : (
        <Action label="Sell again" path="catalogue/offer-gift" params={{ giftId }} onDone={again} />
      )}
    </span>
  );
}

type GoldPackage = Answer<'catalogue/show'>['goldPackages'][number];

function GoldPackages({ packages, again }: { packages: readonly GoldPackage[]; again(): void }) {
  const set = (label: string, before?: GoldPackage) => (
    <Action
      label={label}
      path="catalogue/set-gold-package"
      params={before ? { id: before.id, channel: before.channel } : {}}
      fields={[
        ...(before
          ? []
          : ([
              { name: 'id', label: 'Id', kind: 'number', min: 1 },
              {
                name: 'channel',
                label: 'Channel',
                kind: 'choice',
                value: 'wechat',
                options: ['wechat', 'alipay', 'apple'],
              },
            ] as const)),
        { name: 'productId', label: 'Called in the App Store', value: before?.productId ?? '' },
        { name: 'description', label: 'Description', value: before?.description ?? '', isOptional: true },
        { name: 'amountGold', label: 'Gold', kind: 'number', min: 1, value: before?.amountGold ?? '' },
        { name: 'payCents', label: 'Price in cents', kind: 'number', min: 1, value: before?.payCents ?? '' },
        {
          name: 'originalCents',
          label: 'Price before, in cents',
          kind: 'number',
          min: 1,
          value: before?.originalCents ?? '',
        },
      ]}
      make={(given) => ({ description: '', ...given })}
      onDone={again}
    />
  );
  return (
    <Card title="Packages of gold" aside={set('Add a package')}>
      <Table
        rows={packages}
        keyOf={({ id }) => id}
        columns={[
          { head: 'Id', of: ({ id }) => id },
          { head: 'Channel', of: ({ channel }) => channel },
          { head: 'Gold', of: ({ amountGold }) => numberOf(amountGold), isNumber: true },
          { head: 'Price', of: ({ payCents }) => yuanOf(payCents), isNumber: true },
          { head: 'Sale', of: (each) => <Sale {...each} /> },
          {
            head: 'More',
            of: (each) => (
              <span class="row">
                {set('Change', each)}
                {each.isOnSale && (
                  <Action
                    label="Withdraw"
                    path="catalogue/withdraw-gold-package"
                    params={{ packageId: each.id }}
                    isHarsh
                    onDone={again}
                  />
                )}
              </span>
            ),
          },
        ]}
      />
    </Card>
  );
}

type PointsPackage = Answer<'catalogue/show'>['pointsPackages'][number];

function PointsPackages({ packages, again }: { packages: readonly PointsPackage[]; again(): void }) {
  const set = (label: string, before?: PointsPackage) => (
    <Action
      label={label}
      path="catalogue/set-points-package"
      params={before ? { id: before.id } : {}}
      fields={[
        ...(before ? [] : ([{ name: 'id', label: 'Id', kind: 'number', min: 1 }] as const)),
        { name: 'points', label: 'Points', kind: 'number', min: 1, value: before?.points ?? '' },
        { name: 'amountGold', label: 'Gold for them', kind: 'number', min: 1, value: before?.amountGold ?? '' },
      ]}
      onDone={again}
    />
  );
  return (
    <Card title="Points that become gold" aside={set('Add points')}>
      <Table
        rows={packages}
        keyOf={({ id }) => id}
        columns={[
          { head: 'Id', of: ({ id }) => id },
          { head: 'Points', of: ({ points }) => numberOf(points), isNumber: true },
          { head: 'Gold', of: ({ amountGold }) => numberOf(amountGold), isNumber: true },
          { head: 'Sale', of: (each) => <Sale {...each} /> },
          {
            head: 'More',
            of: (each) => (
              <span class="row">
                {set('Change', each)}
                {each.isOnSale && (
                  <Action
                    label="Withdraw"
                    path="catalogue/withdraw-points-package"
                    params={{ packageId: each.id }}
                    isHarsh
                    onDone={again}
                  />
                )}
              </span>
            ),
          },
        ]}
      />
    </Card>
  );
}

function Topics() {
  const { answer, error, again } = useAnswer('topics/list', {});
  const look = (name = '', category = ''): Field[] => [
    { name: 'name', label: 'Name', value: name },
    { name: 'category', label: 'Category', value: category },
  ];
  return (
    <Card title="Topics" aside={<Action label="Open a topic" path="topics/open" fields={look()} onDone={again} />}>
      <Failure text={error} />
      {answer && (
        <Table
          rows={answer.topics}
          keyOf={({ topicId }) => topicId}
          empty="There is no topic."
          columns={[
            {
              head: 'Topic',
              of: ({ name, isOnTop }) => (
                <>
                  {name} {isOnTop && <span class="tag">on top</span>}
                </>
              ),
            },
            { head: 'Category', of: ({ category }) => category },
            { head: 'Since', of: ({ openedAt }) => <Time at={openedAt} /> },
            { head: 'Answers', of: ({ replyCount }) => numberOf(replyCount), isNumber: true },
            {
              head: 'More',
              of: ({ topicId, name, category, isOpen, isOnTop }) =>
                isOpen ? (
                  <span class="row">
                    <Action
                      label="Change"
                      path="topics/change"
                      params={{ topicId }}
                      fields={look(name, category)}
                      onDone={again}
                    />
                    <Action
                      label={isOnTop ? 'Take from the top' : 'Put on top'}
                      path="topics/change"
                      params={{ topicId, isOnTop: !isOnTop }}
                      onDone={again}
                    />
                    <Action label="Close" path="topics/close" params={{ topicId }} isHarsh onDone={again} />
                  </span>
                ) : (
                  'closed'
                ),
            },
          ]}
        />
      )}
    </Card>
  );
}

function Banners() {
  const { answer, error, again } = useAnswer('banners/list', {});
  const banners = answer?.banners ?? [];
  return (
    <Card
      title="Banners"
      aside={
        answer && (
          <Action
            label="Add a banner"
            path="banners/set"
            fields={[
              { name: 'desc', label: 'Says' },
              { name: 'cover', label: 'Picture: an address, or a place among the app’s pictures' },
              { name: 'url', label: 'Leads to: an address of the web' },
            ]}
            make={(given) => ({ banners: [...banners, { kind: 'web', targetId: 0, ...given }] })}
            onDone={again}
          />
        )
      }
    >
      <Failure text={error} />
      {answer && (
        <Table
          rows={banners.map((banner, place) => ({ ...banner, place }))}
          keyOf={({ place }) => place}
          empty="The first screen shows none."
          columns={[
            { head: 'Says', of: ({ desc }) => desc },
            { head: 'Picture', of: ({ cover }) => cover },
            { head: 'Leads to', of: ({ kind, targetId, url }) => (kind === 'web' ? url : `${kind} ${targetId}`) },
            {
              head: 'More',
              of: ({ place }) => (
                <Action
                  label="Take away"
                  path="banners/set"
                  make={() => ({ banners: banners.filter((_, at) => at !== place) })}
                  isHarsh
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

function House() {
  const { answer, error, again } = useAnswer('house/show', {});
  return (
    <Card
      title="Rooms and conversations"
      aside={
        answer && (
          <span class="row">
            <Action
              label="Set the seats"
              path="house/set-seats"
              fields={[{ name: 'seatCount', label: 'Seats', kind: 'number', min: 1, value: answer.seatCount }]}
              says="Holds for rooms whose lives are created from now on."
              onDone={again}
            />
            <Action
              label="Set the lines"
              path="house/set-hints"
              fields={[
                { name: 'hints', label: 'Lines', kind: 'lines', value: answer.hints.join('\n'), isOptional: true },
              ]}
              make={({ hints = '' }) => ({
                hints: String(hints)
                  .split('\n')
                  .filter((line) => line.trim() !== ''),
              })}
              onDone={again}
            />
          </span>
        )
      }
    >
      <Failure text={error} />
      {answer && (
        <>
          <p>New rooms have {answer.seatCount} seats.</p>
          <p>
            {answer.hints.length === 0
              ? 'No line begins a conversation.'
              : 'One of these lines begins each conversation of two people:'}
          </p>
          <ul>
            {answer.hints.map((hint) => (
              <li key={hint}>{hint}</li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}
