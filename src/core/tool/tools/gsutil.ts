import { optionGrammar } from '../../command/arguments.js';
import { gcloudTarget } from '../../target/gcloud.js';
import { draftsOfSql } from '../sql/drafts.js';
import { actionsOfSql } from '../sql/read.js';
import type { Tool } from '../table.js';

/** A copy whose last word is no bucket reads. */
function downloads(words: readonly { readonly text: string }[]): boolean {
  const [command, ...names] = words.map((word) => word.text);
  const last = names.at(-1);
  return /^(?:cp|rsync)$/.test(command ?? '') && names.length > 1 && last !== undefined && /^(?![a-z0-9]+:\/\/)[^\uFFFC]*$/.test(last);
}

/** gsutil: buckets and objects. */
export const gsutil: Tool = {
  programs: ['gsutil'],
  system: 'gcp',
  grammar: optionGrammar({ valued: '-o -h -u -i -p -c -l -s', flags: '-m -q -D -r -R -f -d -n -a' }),
  clues: 'words',
  optionTraits: { '-r': ['recursive'], '-R': ['recursive'], '-f': ['force'] },
  target: gcloudTarget,
  beyond: (setting) =>
    downloads(setting.args.operands) && !setting.args.options.has('-d')
      ? [{ verb: 'read', resource: `object/${setting.args.operands[1]?.text ?? ''}` }]
      : undefined,
  rows: [
    { words: 'rm', when: ['-r', '-R', '-a'], verb: 'destroy', noun: 'objects', resource: 'rest', reach: 'uncountable', safer: 'gsutil ls -r {name}' },
    { words: 'rm', verb: 'delete', noun: 'object', resource: 'rest', safer: 'gsutil ls {name}' },
    { words: 'rb', verb: 'destroy', noun: 'bucket', resource: 'rest' },
    { words: 'mv', verb: 'delete', noun: 'object', resource: 'rest' },
    // The word behind `-a` is who may read, not a name.
    { words: 'cp|rsync *', when: ['-a'], verb: 'create', noun: 'object', resource: 'rest' },
    { words: 'rsync', when: ['-n'], verb: 'read' },
    { words: 'rsync', when: ['-d'], verb: 'delete', noun: 'objects', resource: 1, reach: 'uncountable', safer: 'gsutil rsync -n -d' },
    { words: 'cp|rsync|mb|compose|rewrite', verb: 'create', noun: 'object', resource: 'rest' },
    { words: 'iam|acl|defacl|pap|bucketpolicyonly|ubla ch|set|enable|disable', verb: 'expose', noun: 'bucket', resource: 'rest' },
    { words: 'lifecycle|retention|versioning|web|cors|label|kms|notification|requesterpays|defstorageclass|logging|autoclass|rpo get|list', verb: 'read' },
    { words: 'lifecycle set', verb: 'delete', noun: 'bucket-objects', resource: 1, reach: 'uncountable' },
    {
      words: 'retention|versioning|web|cors|label|kms|notification|requesterpays|defstorageclass|logging|autoclass|rpo|setmeta',
      verb: 'modify',
      noun: 'bucket',
      resource: 'rest',
    },
    { words: 'config|update', verb: 'modify', here: true },
    { words: 'ls|cat|du|stat|hash|version|signurl|test|perfdiag|help|iam|acl|defacl', verb: 'read', noun: 'bucket', resource: 0 },
  ],
};

/** bq: datasets, tables and queries of BigQuery. */
export const bq: Tool = {
  programs: ['bq'],
  system: 'gcp',
  grammar: optionGrammar({
    valued: '--project_id --location --dataset_id --format --job_id -n --max_rows --destination_table --schedule',
    flags: '-r -f -d -t --recursive --force --dataset --table --dry_run --nouse_legacy_sql',
  }),
  clues: 'words',
  dryRun: ['--dry_run'],
  optionTraits: { '-f': ['force'], '--force': ['force'], '-r': ['recursive'] },
  target: gcloudTarget,
  rows: [
    {
      words: 'rm',
      when: ['-r', '--recursive', '-d', '--dataset'],
      verb: 'destroy',
      noun: 'dataset',
      resource: 'rest',
      reach: 'uncountable',
      safer: 'bq ls {name}',
    },
    { words: 'rm', verb: 'destroy', noun: 'table', resource: 'rest', safer: 'bq show {name}' },
    { words: 'cp', when: ['-f', '--force'], verb: 'replace', noun: 'table', resource: 1 },
    { words: 'load', when: ['--replace'], verb: 'replace', noun: 'table', resource: 0 },
    { words: 'truncate', verb: 'destroy', noun: 'table', resource: 0, reach: 'uncountable' },
    { words: 'query', when: ['--replace'], verb: 'replace', noun: 'table', resource: '--destination_table' },
    { words: 'mk|load|insert|cp|mkdef', verb: 'create', noun: 'table', resource: 'rest' },
    { words: 'update|partition|undelete', verb: 'modify', noun: 'table', resource: 'rest' },
    { words: 'add-iam-policy-binding|set-iam-policy|remove-iam-policy-binding', verb: 'expose', noun: 'table', resource: 'rest' },
    { words: 'cancel', verb: 'stop', noun: 'job', resource: 0 },
    { words: 'ls|show|head|extract|version|help|info|wait|get-iam-policy|init|shell', verb: 'read' },
  ],
  beyond: (setting, context) => {
    if (setting.args.operands[0]?.text !== 'query' || setting.args.options.has('--replace')) return undefined;
    return draftsOfSql(actionsOfSql(setting.args.operands[1]?.text ?? '', 'other', context), setting);
  },
};
