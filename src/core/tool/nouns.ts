/** Words whose end is no plural, or whose plural the rule does not find. */
const exceptions: ReadonlyMap<string, string> = new Map([
  ...(
    'kubernetes postgres redis dns aws iam news status alias analysis canvas bus gas lens series species access address process class ' +
    'https tls ssl sms sqs sns ecs eks rds ecr efs ebs gcs obs oss cos nfs vps cors paas iaas dbaas faas saas js ios os less express progress'
  )
    .split(' ')
    .map((word) => [word, word] as const),
  ['aliases', 'alias'],
  ['statuses', 'status'],
  ['canvases', 'canvas'],
  ['buses', 'bus'],
  ['indices', 'index'],
  ['indexes', 'index'],
  ['caches', 'cache'],
  ['axes', 'axis'],
  ['analyses', 'analysis'],
  ['matrices', 'matrix'],
  ['vertices', 'vertex'],
  ['schemata', 'schema'],
  ['people', 'person'],
  ['movies', 'movie'],
  ['cookies', 'cookie'],
  ['zombies', 'zombie'],
]);

/** `branches` is `branch`, `policies` is `policy`, `db-instances` is `db-instance`; a word that is no plural stays. */
export function singular(word: string): string {
  const cut = Math.max(word.lastIndexOf('-'), word.lastIndexOf(' ')) + 1;
  const last = word.slice(cut);
  return word.slice(0, cut) + singularOf(last);
}

function singularOf(word: string): string {
  const exception = exceptions.get(word);
  if (exception !== undefined) return exception;
  if (/[^aeiou]ies$/.test(word)) return word.replace(/ies$/, 'y');
  if (/(?:ch|sh|x|ss|zz)es$/.test(word)) return word.slice(0, -2);
  return /[^su]s$/.test(word) ? word.slice(0, -1) : word;
}

/** What a product's or a group's short name stands for, where it is said in the place of a thing. */
const things: ReadonlyMap<string, string> = new Map([
  ['kubernetes', 'cluster'],
  ['k8s', 'cluster'],
  ['lke', 'cluster'],
  ['eks', 'cluster'],
  ['ecs', 'cluster'],
  ['postgres', 'database'],
  ['postgresql', 'database'],
  ['mysql', 'database'],
  ['redis', 'database'],
  ['pg', 'database'],
  ['db', 'database'],
  ['rds', 'database'],
  ['d1', 'database'],
  ['dbaas', 'database'],
  ['kv', 'namespace'],
  ['r2', 'bucket'],
  ['s3', 'bucket'],
  ['vps', 'server'],
  ['vm', 'machine'],
  ['vms', 'machine'],
  ['linodes', 'server'],
  ['org', 'organization'],
  ['orgs', 'organization'],
  ['proj', 'project'],
  ['ns', 'namespace'],
  ['svc', 'service'],
  ['repo', 'repository'],
  ['repos', 'repository'],
  ['env', 'environment'],
  ['envs', 'environment'],
  ['ec2', 'instance'],
]);

/** A word that stands before a verb, as the kind of a thing. Undefined for a version, a letter or what is no word. */
export function nounFor(written: string): string | undefined {
  const word = written.toLowerCase();
  const thing = things.get(word);
  if (thing !== undefined) return thing;
  if (/^v\d|^[a-z]?$|\d/.test(word) || !/^[a-z][a-z-]*$/.test(word)) return undefined;
  return things.get(singular(word)) ?? singular(word);
}
