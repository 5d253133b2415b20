/** Calls of public incidents, with the files that lay around. They are never run. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isObject } from '../../src/protocol/ring.js';
import type { PreviewScene } from './preview-scene.js';
import { root } from './source.js';

const rows = join(root, 'test/corpora/2026-11-29/incidents.jsonl');

/** Lays an incident's files down; its command. */
export function layIncident(id: string, scene: PreviewScene): string {
  const named = (text: string): string => text.replaceAll('{HOME}', scene.home).replaceAll('{WS}', scene.app);
  for (const line of readFileSync(rows, 'utf8').trimEnd().split('\n')) {
    const row: unknown = JSON.parse(line);
    if (!isObject(row) || row['id'] !== id) continue;
    for (const [path, text] of Object.entries(isObject(row['files']) ? row['files'] : {})) {
      const [place, ...rest] = path.split('/');
      const at = join(place === 'home' ? scene.home : scene.app, ...rest);
      mkdirSync(dirname(at), { recursive: true });
      writeFileSync(at, named(String(text)));
    }
    return named(String(row['cmd']));
  }
  throw new Error(`expected a row ${id}`);
}

/** Those in which most was lost, and what their cards say was going to be. */
export const incidents: readonly (readonly [id: string, says: readonly RegExp[], looks?: RegExp])[] = [
  ['kiro-ce-cdk#1', [/- stack CostExplorerStack/, /Not known: what the stack CostExplorerStack holds/]],
  [
    'claude-36183#1',
    [
      /- (?:database|schema) \S+ at \S+, its data is lost/,
      /Not brought back: the data of (?:database|schema) /,
    ],
  ],
  [
    'claude-45463#1',
    [/- database genesis_master, its data is lost/, /Not known: what the database genesis_master holds/],
  ],
  [
    'claude-21227#1',
    [/- table poc_staging, its data is lost/, /Not known: how many rows of poc_staging/],
    /^PostgreSQL .*supabase\.com\/postgres$/,
  ],
  [
    'claude-46452#2',
    [
      /- path \u2026\/\* on vps, its data is lost/,
      /Not known: which path \u2026\/\* on vps is: where what is computed comes out empty, it is \/\* on vps/,
    ],
  ],
  [
    'claude-36640#1',
    [
      /- path \/var\/www\/nextcloud on root@nextcloud\.example\.org, its data is lost/,
      /Not known: what the path \/var\/www\/nextcloud on root@nextcloud\.example\.org holds/,
    ],
  ],
  [
    'claude-44641#1',
    [
      /- everything in \/ on 192\.168\.1\.20 \(but for what is in \.\/dist\/\), its data is lost/,
      /Not brought back/,
    ],
  ],
  [
    'claude-80830#1',
    [
      /- file poli-cool-events\/\.env\.local \(.*holds credentials\), not tracked by git/,
      /Not brought back: .*\.env\.local/,
    ],
  ],
  [
    'gemini-18011#3',
    [/- volume app_pgdata \(mounted by db:\S+\), its data is lost/, /Not brought back: .*app_pgdata/],
  ],
  ['kube#1', [/- namespace shop, its data is lost/, /Not known: what the namespace shop holds/], /^cluster /],
  ['body#1', [/- project x/, /Not known: what the project x holds/]],
  ['npm-leak#1', [/\+ published file \.env \(.*holds credentials\)/, /dist\/cli\.js\.map \(.*source map\)/]],
];
