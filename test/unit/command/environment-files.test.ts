import assert from 'node:assert/strict';
import fc from 'fast-check';
import { judgeCall } from '../../../src/core/risk/judge.js';
import { parseProgram } from '../../../src/engine/program-grammars.js';
import { callOf } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

const script =
  "import Redis from 'ioredis';\nconst r = new Redis(process.env.REDIS_URL);\nawait r.flushall();\n";
const python = "import os, redis\nr = redis.from_url(os.environ['REDIS_URL'])\nr.flushall()\n";

/** What starts a program with the variables of a file. */
const ways: readonly ((file: string) => string)[] = [
  (file) => `node --env-file=${file} wipe.mjs`,
  (file) => `node --env-file ${file} wipe.mjs`,
  (file) => `node --env-file-if-exists=${file} wipe.mjs`,
  (file) => `bun --env-file=${file} wipe.mjs`,
  (file) => `deno run -A --env-file=${file} wipe.mjs`,
  (file) => `npx tsx --env-file=${file} wipe.mjs`,
  (file) => `npx dotenv -e ${file} -- node wipe.mjs`,
  (file) => `dotenvx run -f ${file} -- node wipe.mjs`,
  (file) => `npx env-cmd -f ${file} node wipe.mjs`,
  (file) => `uv run --env-file ${file} wipe.py`,
  (file) => `uv run --env-file ${file} python wipe.py`,
  (file) => `dotenv -f ${file} run python3 wipe.py`,
  (file) => `foreman run -e ${file} node wipe.mjs`,
  (file) => `honcho -e ${file} run python3 wipe.py`,
  (file) => `op run --env-file=${file} -- node wipe.mjs`,
];

function bandOf(command: string, text: string, env: Readonly<Record<string, string>> = {}): string {
  const files = { '/srv/app/wipe.mjs': script, '/srv/app/wipe.py': python, '/srv/app/.env.eu1': text };
  const world = memoryWorld({
    cwd: '/srv/app',
    home: '/home/ada',
    env: { HOME: '/home/ada', ...env },
    files,
  });
  return judgeCall(callOf({ kind: 'shell', shell: 'bash', command }), world, {
    grammars: { programs: parseProgram },
  }).band;
}

describe('a file of variables that a program is started with', () => {
  const remote = 'REDIS_URL=rediss://default:x@db.prod.acme.example:6380\n';
  for (const way of ways)
    it(`says where it goes: ${way('FILE')}`, () => {
      assert.equal(bandOf(way('.env.eu1'), remote), 'production');
      assert.notEqual(
        bandOf(way('.env.eu1'), remote.replace('db.prod.acme.example', 'localhost')),
        'production',
      );
    });

  it('gives way to what is set already', () => {
    const set = { REDIS_URL: 'rediss://db.prod.acme.example:6380' };
    fc.assert(
      fc.property(fc.constantFrom(...ways), (way) => {
        assert.equal(bandOf(way('.env.eu1'), 'REDIS_URL=redis://localhost:6379\n', set), 'production');
      }),
    );
  });
});

describe('the address in a variable that a library is told', () => {
  const rows: readonly (readonly [code: string, name: string, scheme: string])[] = [
    ["const R = require('ioredis'); new R(process.env.REDIS_URL).flushall()", 'REDIS_URL', 'rediss'],
    [
      "const { createClient } = require('redis'); const c = createClient({ url: process.env.CACHE }); await c.flushAll()",
      'CACHE',
      'redis',
    ],
    [
      "const { MongoClient } = require('mongodb'); await new MongoClient(process.env.MONGO_URL).db('x').dropDatabase()",
      'MONGO_URL',
      'mongodb',
    ],
    [
      "const { Client } = require('@elastic/elasticsearch'); await new Client({ node: process.env.ES }).indices.delete({ index: 'a' })",
      'ES',
      'https',
    ],
  ];
  for (const [code, name, scheme] of rows)
    it(`is heard: ${name}`, () => {
      const command = `node -e "${code}"`;
      assert.equal(bandOf(command, '', { [name]: `${scheme}://x.prod.acme.example:6380` }), 'production');
      assert.notEqual(bandOf(command, '', { [name]: `${scheme}://localhost:6380` }), 'production');
    });
});
