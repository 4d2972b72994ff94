/**
 * What a team would write instead with a server of its own for the data: express 5, PostgreSQL and Socket.IO. A gift is one transaction, of seven
 * statements or of one call of a function that holds them, and its line is sent after the commit. Arguments: the folder of PostgreSQL's socket,
 * `statements` or `function`, how many people, how many rooms. Person n has the token `u<n>` and is in room n modulo rooms.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { Client, Pool, type PoolClient, type QueryResultRow } from 'pg';
import { Server } from 'socket.io';
import { type GiftRequest, isGiftRequest } from './gift-request.ts';

const PRICE_GOLD = 1;
/** Connections to PostgreSQL. */
const POOLED = 16;
const [host, how, people, rooms] = process.argv.slice(2) as [string, string, string, string];
const database = `gifts_${how}`;

/** What came of a gift: `isNew` false for one that was sent again, `total` null for somebody without the gold. */
interface Sold {
  isNew: boolean;
  gold: number;
  total: number | null;
}

const PAY = 'UPDATE wallets SET gold = gold - $1 WHERE id = $2 AND gold >= $1 RETURNING gold';
const ADD_GIFT = 'INSERT INTO gifts VALUES ($1, $2, $3, $4, $5, now()) ON CONFLICT DO NOTHING';
const COUNT = 'UPDATE lives SET total = total + $1 WHERE id = $2 RETURNING host, total';
const CREDIT = 'UPDATE wallets SET points = points + $1 WHERE id = $2';
const ADD_LINE = 'INSERT INTO lines (live, gift, total) VALUES ($1, $2, $3)';

const SCHEMA = `
  CREATE TABLE wallets (id bigint PRIMARY KEY, gold bigint NOT NULL, points bigint NOT NULL);
  CREATE TABLE lives (id bigint PRIMARY KEY, host bigint NOT NULL, total bigint NOT NULL);
  CREATE TABLE gifts (uuid text PRIMARY KEY, giver bigint, live bigint, gift bigint, amount int, at timestamptz);
  CREATE TABLE lines (id bigserial PRIMARY KEY, live bigint, gift text, total bigint);
  CREATE FUNCTION give(cost bigint, given text, by bigint, to_live bigint, what bigint, how_many int,
    OUT is_new boolean, OUT gold_left bigint, OUT live_total bigint) LANGUAGE plpgsql AS $$
  DECLARE receiver bigint;
  BEGIN
    INSERT INTO gifts VALUES (given, by, to_live, what, how_many, now()) ON CONFLICT DO NOTHING;
    is_new := FOUND;
    IF NOT is_new THEN
      SELECT gold INTO gold_left FROM wallets WHERE id = by;
      RETURN;
    END IF;
    UPDATE wallets SET gold = gold - cost WHERE id = by AND gold >= cost RETURNING gold INTO gold_left;
    IF NOT FOUND THEN RAISE EXCEPTION 'not enough gold'; END IF;
    UPDATE lives SET total = total + cost WHERE id = to_live RETURNING host, total INTO receiver, live_total;
    UPDATE wallets SET points = points + cost WHERE id = receiver;
    INSERT INTO lines (live, gift, total) VALUES (to_live, given, live_total);
  END $$;
  INSERT INTO wallets SELECT n, 1000000000, 0 FROM generate_series(0, ${Number(people) - 1}) n;
  INSERT INTO wallets SELECT -1 - n, 0, 0 FROM generate_series(0, ${Number(rooms) - 1}) n;
  INSERT INTO lives SELECT n, -1 - n, 0 FROM generate_series(0, ${Number(rooms) - 1}) n;`;

const setUp = async (name: string, sql: string) => {
  const client = new Client({ host, user: 'postgres', database: name });
  await client.connect();
  await client.query(sql);
  await client.end();
};
await setUp('postgres', `CREATE DATABASE ${database}`);
await setUp(database, SCHEMA);
const pool = new Pool({ host, user: 'postgres', database, max: POOLED });

/** Prepared once a connection, under its own text. */
async function ask(client: Pool | PoolClient, text: string, values: unknown[]): Promise<QueryResultRow | undefined> {
  return (await client.query({ name: text.slice(0, 40), text, values })).rows[0];
}

async function byStatements({ liveId, giftId, amount, gift_uuid }: GiftRequest, user: number): Promise<Sold> {
  const cost = PRICE_GOLD * amount;
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const added = await client.query({
      name: 'gift',
      text: ADD_GIFT,
      values: [gift_uuid, user, liveId, giftId, amount],
    });
    const paid = added.rowCount === 1 ? await ask(client, PAY, [cost, user]) : undefined;
    const live = paid && (await ask(client, COUNT, [cost, liveId]));
    if (!live) {
      await client.query('ROLLBACK');
      const wallet = await ask(client, 'SELECT gold FROM wallets WHERE id = $1', [user]);
      return { isNew: added.rowCount === 1, gold: Number(wallet?.gold), total: null };
    }
    await ask(client, CREDIT, [cost, live.host]);
    await ask(client, ADD_LINE, [liveId, gift_uuid, live.total]);
    await client.query('COMMIT');
    return { isNew: true, gold: Number(paid.gold), total: Number(live.total) };
  } finally {
    client.release();
  }
}

async function byFunction({ liveId, giftId, amount, gift_uuid }: GiftRequest, user: number): Promise<Sold> {
  const text = 'SELECT * FROM give($1, $2, $3, $4, $5, $6)';
  const row = await ask(pool, text, [PRICE_GOLD * amount, gift_uuid, user, liveId, giftId, amount]);
  const total = row?.live_total ?? null;
  return { isNew: row?.is_new, gold: Number(row?.gold_left), total: total === null ? null : Number(total) };
}

const give = how === 'function' ? byFunction : byStatements;
const app = express();
app.use(express.json());
const server = createServer(app);
const io = new Server(server, { transports: ['websocket'], serveClient: false });
io.on('connection', (socket) => void socket.join(`live ${socket.handshake.auth.room}`));

app.post('/api/live/buy-gift', async (request, response) => {
  const { body } = request;
  if (!isGiftRequest(body)) return response.json({ errorcode: 700, errormsg: 'bad parameters' });
  const user = Number(body.token.slice(1));
  const { isNew, gold, total } = await give(body, user);
  if (isNew && total === null) return response.json({ errorcode: 740, errormsg: 'not enough gold' });
  response.json({ errorcode: 0, errormsg: 'success', gold });
  const { liveId, giftId, amount, gift_uuid } = body;
  if (isNew)
    io.to(`live ${liveId}`).emit('msg', {
      msgType: 'gift',
      amount,
      giftId,
      userId: user,
      totalTicket: total,
      gift_uuid,
    });
});
server.listen(0, '127.0.0.1', () =>
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
