import type { Verb } from './effect.js';

/**
 * What the verb of an API operation means, over the 271 first words of 18,378 operations in the AWS service models and
 * the command verbs of gcloud, az and the like. A word in no list is `unknown`; `scripts/api-verbs.mjs` counts them.
 */
const classes: readonly (readonly [Verb, string])[] = [
  [
    'read',
    `list get describe show search detect verify validate query check test retrieve count poll discover resolve calculate
     is infer recognize predict analyze suggest preview lookup simulate download head render rerank estimate classify contains
     autocomplete geocode snap forecast filter probe synthesize compare view domain receive decode scan select decrypt
     encrypt sign translate generate converse evaluate exists wait info inspect tail logs log ls cat du stat top history
     diff print version status monitor explain read fetch display dump export-credentials whoami whereis env doctor about
     browse-url usage metadata ping health lint assume converse chat evaluate presign reverse-geocode reverse optimize rescore derive list-usages`,
  ],
  [
    'create',
    `create register import copy generate publish upload request submit allocate provision clone issue purchase
     invite export post record report index replicate build define write ingest insert install launch init initialize new
     add-iam begin compose instantiate reserve prepare checkout claim schedule mb cp bundle save distribute subscribe
     notify respond resend confirm acknowledge complete meter label vote mark transcribe initiate phone carrier`,
  ],
  [
    'modify',
    `update put set modify change tag untag associate disassociate dissociate add enable accept attach apply edit patch
     activate approve configure upgrade promote assign unassign move transfer rename merge commit continue resume retry
     rotate renew increase extend decrease increase refresh synchronize sync deploy deprecate undeprecate archive unarchive
     lock unlock link unlink connect join peer unpeer reorder rebalance resize scale convert group ungroup label unlabel
     skip override reject decline respond manage swap advertise redrive split amend finalize exchange provide process
     populate expire-cache flush unmonitor unshare resync setup take re convert invalidate issue push pull use select-account
     follow unfollow opt return sign-up signal lift annotate taint`,
  ],
  [
    'stop',
    `stop cancel abort pause suspend reboot restart disable deactivate detach failover switchover drain shutdown end close
     disconnect enter exit halt hibernate deallocate unschedule logout global skip-wait dismiss kill fail deauthorize power-off`,
  ],
  ['execute', 'execute invoke run start send call exec ssh eval trigger bulk transact'],
  [
    'replace',
    'replace restore revert overwrite reset rebuild recreate reimport reload rollback migrate redeploy reinstall regenerate backtrack override-all seek',
  ],
  ['expose', 'authorize grant share allow open'],
  [
    'delete',
    `delete remove deregister purge terminate release dispose discard forget evict retire clear withdraw deprovision
     unregister undeploy redact unsubscribe destroy drop erase prune wipe rm rb del revoke unpublish uninstall decommission
     empty truncate expire leave unset deleteall rmr delall unbind unlist clearsnapshot`,
  ],
];

const byWord: ReadonlyMap<string, Verb> = new Map(
  [...classes].reverse().flatMap(([verb, words]) => words.split(/\s+/).map((word) => [word, verb] as const)),
);

/** Words that only say how the next one is done. */
const prefixes: ReadonlySet<string> = new Set([
  'batch',
  'admin',
  'bulk',
  'transact',
  'async',
  'begin',
  'force',
  'permanent',
  'permanently',
  'safe',
  'public',
]);

/** The verb of a hyphenated operation name such as `delete-db-instance` or `batch-get-item`; undefined for none. */
export function verbOfOperation(operation: string): Verb | undefined {
  const words = operation.toLowerCase().split('-');
  const first = words[0] ?? '';
  const next = byWord.get(words[1] ?? '');
  if (prefixes.has(first) && next !== undefined) return next;
  // Clouds bring a copy back as a thing of its own: `restore-db-instance-from-snapshot`.
  if (first === 'restore' && /-(?:from|to-point)-/.test(operation)) return 'create';
  return byWord.get(first);
}

/** `db-instance` of `delete-db-instance`; empty when the operation is one word. */
export function nounOfOperation(operation: string): string {
  const words = operation.split('-');
  const taken = prefixes.has(words[0] ?? '') && byWord.has(words[1] ?? '') ? 2 : 1;
  return words.slice(taken).join('-');
}
