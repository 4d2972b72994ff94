/**
 * What a team would write instead: express 5, SQLite with synced commits, and Socket.IO. A gift is one transaction, and its line is sent after the
 * commit. Arguments: a folder, how many people, how many rooms. Person n has the token `u<n>` and is in room n modulo rooms.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import { Server } from 'socket.io';
import { openDatabase } from '../../event-store/sqlite.ts';
import { isGiftRequest } from './gift-request.ts';

const PRICE_GOLD = 1;
const [folder, people, rooms] = process.argv.slice(2) as [string, string, string];

const database = openDatabase(join(folder, 'gifts.db'));
database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  CREATE TABLE wallets (user INTEGER PRIMARY KEY, gold INTEGER NOT NULL, points INTEGER NOT NULL);
  CREATE TABLE lives (live INTEGER PRIMARY KEY, host INTEGER NOT NULL, total INTEGER NOT NULL);
  CREATE TABLE gifts (uuid TEXT PRIMARY KEY, user INTEGER, live INTEGER, gift INTEGER, amount INTEGER, at INTEGER);`);
const addWallet = database.prepare('INSERT INTO wallets VALUES (?, 1000000000, 0)');
const addLive = database.prepare('INSERT INTO lives VALUES (?, ?, 0)');
database.exec('BEGIN');
for (let room = 0; room < Number(rooms); room++) addLive.run(room, -1 - room);
for (let room = 0; room < Number(rooms); room++) addWallet.run(-1 - room);
for (let user = 0; user < Number(people); user++) addWallet.run(user);
database.exec('COMMIT');

const pay = database.prepare('UPDATE wallets SET gold = gold - ?1 WHERE user = ?2 AND gold >= ?1 RETURNING gold');
const addGift = database.prepare('INSERT INTO gifts VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING');
const goldOf = database.prepare('SELECT gold FROM wallets WHERE user = ?');
const count = database.prepare('UPDATE lives SET total = total + ? WHERE live = ? RETURNING host, total');
const credit = database.prepare('UPDATE wallets SET points = points + ? WHERE user = ?');

const app = express();
app.use(express.json());
const server = createServer(app);
const io = new Server(server, { transports: ['websocket'], serveClient: false });
io.on('connection', (socket) => void socket.join(`live ${socket.handshake.auth.room}`));

app.post('/api/live/buy-gift', (request, response) => {
  const { body } = request;
  if (!isGiftRequest(body)) return response.json({ errorcode: 700, errormsg: 'bad parameters' });
  const user = Number(body.token.slice(1));
  const { liveId, giftId, amount, gift_uuid } = body;
  const cost = PRICE_GOLD * amount;
  database.exec('BEGIN IMMEDIATE');
  if (Number(addGift.run(gift_uuid, user, liveId, giftId, amount, Date.now()).changes) === 0) {
    database.exec('ROLLBACK');
    return response.json({ errorcode: 0, errormsg: 'success', ...(goldOf.get(user) as object) });
  }
  const paid = pay.get(cost, user) as { gold: number } | undefined;
  const live = count.get(cost, liveId) as { host: number; total: number } | undefined;
  if (!paid || !live) {
    database.exec('ROLLBACK');
    return response.json({ errorcode: 740, errormsg: 'not enough gold' });
  }
  credit.run(cost, live.host);
  database.exec('COMMIT');
  response.json({ errorcode: 0, errormsg: 'success', gold: paid.gold });
  io.to(`live ${liveId}`).emit('msg', {
    msgType: 'gift',
    amount,
    giftId,
    userId: user,
    totalTicket: live.total,
    gift_uuid,
  });
});
server.listen(0, '127.0.0.1', () =>
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
