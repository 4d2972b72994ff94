import type { QueryPlan } from '../query.ts';
import { indexFields, parseTable } from '../query.ts';
import type { Scalar, View } from '../read-models.ts';

// Names in these statements (tables, indexes, fields) come from a view's declaration and have passed query.ts's checks. Values are
// always bound.

export type SqlValue = string | number;

export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS checkpoints (name TEXT PRIMARY KEY, position INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS current_tables (view TEXT PRIMARY KEY, name TEXT NOT NULL);
`;

/**
 * Snapshots of the command handlers' states. They belong to no view, so a rebuild leaves them. Files of earlier releases get the
 * table when opened.
 */
export const SNAPSHOTS = `
  CREATE TABLE IF NOT EXISTS snapshots (stream TEXT PRIMARY KEY, decider_version INTEGER NOT NULL,
    format_version INTEGER NOT NULL, revision INTEGER NOT NULL, position INTEGER NOT NULL, body BLOB NOT NULL);
`;

/** Notes about single events; they outlive the views' tables. Files of earlier releases get the table when opened. */
export const NOTES = 'CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, body TEXT NOT NULL);';

export const HAS_NOTES = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'notes'";

export const FIND_NOTES = 'SELECT name, body FROM notes WHERE substr(name, 1, ?2) = ?1 ORDER BY name LIMIT ?3';

export const LOAD_SNAPSHOT = `SELECT decider_version AS deciderVersion, format_version AS formatVersion, revision, position,
  body FROM snapshots WHERE stream = ?`;

export const SAVE_SNAPSHOT = `INSERT INTO snapshots (stream, decider_version, format_version, revision, position, body)
  VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (stream) DO UPDATE SET decider_version = excluded.decider_version,
  format_version = excluded.format_version, revision = excluded.revision, position = excluded.position,
  body = excluded.body WHERE excluded.revision >= revision`;

const INDEX_NAME = /^[A-Za-z][A-Za-z0-9]*$/;

export function createTable(table: string): string {
  return `CREATE TABLE IF NOT EXISTS ${quoted(table)} (id TEXT PRIMARY KEY, position INTEGER NOT NULL, body TEXT NOT NULL)`;
}

export function dropTable(table: string): string {
  return `DROP TABLE IF EXISTS ${quoted(table)}`;
}

/** One expression index per index of the view; `id` ends each, so that its order is total. */
export function createIndexes(table: string, view: View): string[] {
  return Object.keys(view.indexes).map((index) => {
    const columns = indexFields(view, index).map(({ name, down }) => `${field(name)}${down ? ' DESC' : ''}`);
    return `CREATE INDEX IF NOT EXISTS ${indexName(table, index)} ON ${quoted(table)} (${[...columns, 'id'].join(', ')})`;
  });
}

export function loadOne(table: string): string {
  return `SELECT position, body FROM ${quoted(table)} WHERE id = ?`;
}

/** Writes a document unless a stored one is at or above the new position. */
export function upsert(table: string): string {
  return `INSERT INTO ${quoted(table)} (id, position, body) VALUES (?, ?, ?) ON CONFLICT (id)
    DO UPDATE SET position = excluded.position, body = excluded.body WHERE excluded.position > position`;
}

export function remove(table: string): string {
  return `DELETE FROM ${quoted(table)} WHERE id = ? AND position < ?`;
}

export function scanPage(table: string): string {
  return `SELECT id, position, body FROM ${quoted(table)} WHERE id > ? ORDER BY id LIMIT ?`;
}

/**
 * The statement for a planned query. `INDEXED BY` makes SQLite refuse it when it could not use the index. Fields fixed by equality
 * are left out of ORDER BY, because with them SQLite would sort anew.
 */
export function findStatement(table: string, index: string, plan: QueryPlan): { sql: string; values: SqlValue[] } {
  const values: SqlValue[] = [];
  const conditions: string[] = [];
  for (const { field: fixed, value } of plan.equals) {
    conditions.push(`${field(fixed.name)} = ?`);
    values.push(bindable(value));
  }
  for (const { field: bounded, operator, value } of plan.bounds) {
    conditions.push(`${field(bounded.name)} ${operator} ?`);
    values.push(bindable(value));
  }
  const order = plan.fields
    .slice(plan.equals.length)
    .map(({ name, down }) => `${field(name)} ${down === plan.reverse ? 'ASC' : 'DESC'}`);
  order.push(`id ${plan.reverse ? 'DESC' : 'ASC'}`);
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  values.push(plan.limit, plan.offset);
  return {
    sql: `SELECT id, body FROM ${quoted(table)} INDEXED BY ${indexName(table, index)}${where} ORDER BY ${order.join(', ')} LIMIT ? OFFSET ?`,
    values,
  };
}

function quoted(table: string): string {
  parseTable(table);
  return `"${table}"`;
}

function indexName(table: string, index: string): string {
  parseTable(table);
  if (!INDEX_NAME.test(index)) throw new RangeError(`not an index name: ${index}`);
  return `"${table}.${index}"`;
}

function field(name: string): string {
  return `body->>'$.${name}'`;
}

/** JSON's true and false come out of `->>` as 1 and 0. */
function bindable(value: Scalar): SqlValue {
  return typeof value === 'boolean' ? Number(value) : value;
}
