/** Every table that Countersign knows, from the two lists. */
import { everydayTables } from './everyday.js';
import { infrastructureTables } from './infrastructure.js';
import type { Table } from './table.js';

export const tables: readonly Table[] = [...infrastructureTables, ...everydayTables];
