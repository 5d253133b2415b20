// Writes what the decoder of team policies knows: media/policy.schema.json for the editor, and the table in docs/policy.md.
//   node scripts/policy-schema.mjs           writes them
//   node scripts/policy-schema.mjs --check   only says whether they are current
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const [start, end] = ['<!-- policy: written by scripts/policy-schema.mjs -->', '<!-- /policy -->'];

const entry = `
  import { toJsonSchema } from '@valibot/to-json-schema';
  import { policyFile } from './src/core/policy/team-schema.ts';
  export { policyTable } from './src/messages/policy/table.ts';
  // JSON Schema's patterns have no flags; editors read them as Unicode. Its own words beside a pattern are an editor's too.
  const overrideAction = ({ valibotAction, jsonSchema }) =>
    valibotAction.type === 'regex'
      ? {
          ...jsonSchema,
          pattern: valibotAction.requirement.source,
          patternErrorMessage: 'Expected ' + valibotAction.message + '.',
        }
      : undefined;
  export const schema = toJsonSchema(policyFile, { typeMode: 'input', ignoreActions: ['readonly'], overrideAction });
`;

async function load() {
  const options = { bundle: true, write: false, platform: 'node', format: 'esm', absWorkingDir: root };
  const stdin = { contents: entry, resolveDir: root, loader: 'ts' };
  const built = await esbuild.build({ ...options, stdin, mainFields: ['module', 'main'] });
  const code = Buffer.from(built.outputFiles[0].contents).toString('base64');
  return import(`data:text/javascript;base64,${code}`);
}

/** What only the editor's JSON support understands: comments, and what it offers to write. */
function forEditor(schema) {
  const rule = schema.properties.rules.items;
  rule.defaultSnippets = [
    snippet('Two pairs of eyes for losses in production', {
      id: slot(1, 'production-loss'),
      match: { environment: ['production'], verb: ['delete', 'destroy', 'replace'] },
      ceremony: 'countersign',
      by: [{ group: slot(2, 'anyone'), count: 1 }],
      message: slot(3, 'Somebody else looks at it first.'),
    }),
    snippet('Never', {
      id: slot(1, 'never'),
      match: { target: [slot(2, 'customers-*')], verb: ['delete', 'destroy', 'expose'] },
      ceremony: 'forbid',
      owner: slot(3, 'platform'),
    }),
    snippet('Type the name for changes of a folder', {
      id: slot(1, 'infrastructure'),
      match: { path: [slot(2, 'infra/**')], verb: ['modify', 'delete', 'destroy'] },
      ceremony: 'typed',
    }),
  ];
  schema.properties.environments.items.defaultSnippets = [
    snippet('A place that is production', {
      environment: 'production',
      system: slot(1, 'aws'),
      name: slot(2, '123456789012'),
    }),
    snippet('A place that is none', {
      environment: 'staging',
      system: slot(1, 'kubernetes'),
      name: slot(2, 'eu-2'),
    }),
  ];
  return { ...schema, title: 'Countersign: team policy', allowComments: true, allowTrailingCommas: true };
}

/** A place of a snippet that the editor lets one type over. */
function slot(number, text) {
  return ['$', `{${number}:${text}}`].join('');
}

function snippet(label, body) {
  return { label, body };
}

const { schema, policyTable } = await load();
const readme = readFileSync(at('docs/policy.md'), 'utf8');
const [from, to] = [readme.indexOf(start), readme.indexOf(end)];
if (from < 0 || to < from)
  throw new Error(`expected ${start} and ${end} in docs/policy.md, got neither or one`);
const table = policyTable(schema);
const written = {
  'media/policy.schema.json': `${JSON.stringify(forEditor(schema), null, 2)}\n`,
  'docs/policy.md': `${readme.slice(0, from)}${start}\n${table}\n${readme.slice(to)}`,
};

for (const [name, text] of Object.entries(written)) {
  if (readOrNothing(at(name)) === text) continue;
  if (process.argv.includes('--check')) {
    process.stderr.write(`expected a current ${name}; node scripts/policy-schema.mjs writes it\n`);
    process.exitCode = 1;
  } else {
    writeFileSync(at(name), text);
  }
}

function readOrNothing(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
