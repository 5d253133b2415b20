import type { ResolvedEdit } from '../../change/resolve-edit.js';
import type { Trait, Verb } from '../../tool/effect.js';
import { type LineChange, lineChange } from './lines.js';

/** One thing that an edit of infrastructure code will do once it is applied. */
export interface PlannedEffect {
  readonly verb: Verb;
  readonly resource: string;
  readonly traits: readonly Trait[];
}

interface LineRule {
  readonly verb: Verb;
  readonly resource: string;
  readonly traits: readonly Trait[];
  readonly removed?: RegExp;
  readonly added?: RegExp;
}

const set = String.raw`['"]?\s*[:=]\s*['"]?`;

const rules: readonly LineRule[] = [
  {
    verb: 'modify',
    resource: 'deletion protection',
    traits: ['infrastructure', 'protection-off'],
    removed: new RegExp(
      `\\b(?:prevent_destroy|deletion_protection(?:_enabled)?|enable_deletion_protection|deletionProtection(?:Enabled)?|DeletionProtection(?:Enabled)?|termination_protection|terminationProtection|disable_api_termination|EnableTerminationProtection|delete_protection|protect)${set}true\\b`,
    ),
  },
  {
    verb: 'modify',
    resource: 'deletion protection',
    traits: ['infrastructure', 'protection-off'],
    added: new RegExp(
      `\\b(?:prevent_destroy|deletion_protection(?:_enabled)?|enable_deletion_protection|deletionProtection(?:Enabled)?|DeletionProtection(?:Enabled)?|termination_protection)${set}false\\b`,
    ),
  },
  {
    verb: 'modify',
    resource: 'retention policy',
    traits: ['infrastructure', 'protection-off'],
    removed: new RegExp(
      `\\b(?:DeletionPolicy|UpdateReplacePolicy|removalPolicy|reclaimPolicy|persistentVolumeReclaimPolicy)${set}(?:RemovalPolicy\\.)?(?:Retain|RETAIN|Snapshot|SNAPSHOT)\\b`,
    ),
  },
  {
    verb: 'modify',
    resource: 'destruction without a backup',
    traits: ['infrastructure', 'protection-off'],
    added: new RegExp(
      `\\b(?:skip_final_snapshot|SkipFinalSnapshot|force_destroy|forceDestroy|force_delete|autoDeleteObjects)${set}true\\b|\\b(?:backup_retention_period|BackupRetentionPeriod|backupRetentionPeriod)${set}0\\b`,
    ),
  },
  {
    verb: 'stop',
    resource: 'replicas',
    traits: ['infrastructure'],
    added: new RegExp(
      `\\b(?:replicas|replicaCount|desired_count|desiredCount|DesiredCount|desired_capacity|min_replicas|min_instance_count|DesiredCapacity)${set}0\\b`,
    ),
  },
  {
    verb: 'expose',
    resource: 'public access',
    traits: ['infrastructure'],
    added: new RegExp(
      `['"](?:0\\.0\\.0\\.0/0|::/0)['"]|\\bCidrIp(?:v6)?${set}(?:0\\.0\\.0\\.0/0|::/0)|\\bpublicly_accessible${set}true\\b|\\bPubliclyAccessible${set}true\\b|\\bacl${set}public-read|\\bblock_public_(?:acls|policy)${set}false\\b|\\b(?:allUsers|allAuthenticatedUsers)\\b`,
    ),
  },
  {
    verb: 'expose',
    resource: 'rights',
    traits: ['infrastructure', 'privileged'],
    added: new RegExp(
      `\\bprivileged${set}true\\b|\\bhostPath:|\\bhostNetwork${set}true\\b|['"]?Action['"]?\\s*[:=]\\s*(?:\\[\\s*)?['"]\\*['"]|AdministratorAccess\\b|\\bcluster-admin\\b|\\broles/(?:owner|editor)\\b`,
    ),
  },
];

const block = /^[ \t]*(?:resource|module)\s+"([^"]+)"(?:\s+"([^"]+)")?/gm;

/** What the edit of a Terraform, CloudFormation, Kubernetes or Helm file takes away, opens or switches off. */
export function infrastructureEffects(edit: ResolvedEdit): readonly PlannedEffect[] {
  if (!isInfrastructure(edit)) return [];
  const change = lineChange(edit.before, edit.after);
  return [...removedBlocks(edit), ...rules.filter((rule) => fits(rule, change)).map(planned)];
}

function planned({ verb, resource, traits }: LineRule): PlannedEffect {
  return { verb, resource, traits };
}

function fits(rule: LineRule, change: LineChange): boolean {
  const { removed, added } = rule;
  if (removed !== undefined && change.removed.some((line) => removed.test(line) && !isComment(line)))
    return true;
  return added !== undefined && change.added.some((line) => added.test(line) && !isComment(line));
}

function isComment(line: string): boolean {
  return /^(?:#|\/\/)/.test(line);
}

function isInfrastructure({ path, before, after }: ResolvedEdit): boolean {
  if (/\.(?:tf|tofu|hcl|tfvars|bicep)$|\/Pulumi[^/]*\.ya?ml$|\/(?:cdk|sst)\b/i.test(path)) return true;
  if (!/\.(?:ya?ml|json|template)$/i.test(path)) return false;
  return isDeclaration(before) || isDeclaration(after);
}

/** The marks by which Kubernetes and CloudFormation know their own files. */
function isDeclaration(text: string | null): boolean {
  return (
    text !== null &&
    (/^[ \t]*['"]?(?:apiVersion|AWSTemplateFormatVersion|replicaCount)['"]?\s*:/m.test(text) ||
      /Type"?\s*:\s*"?AWS::/.test(text))
  );
}

/** Blocks that stand in the file before and not after: applying it deletes what they describe. */
function removedBlocks(edit: ResolvedEdit): readonly PlannedEffect[] {
  const kept = new Set(blocksOf(edit.after));
  return blocksOf(edit.before)
    .filter((name) => !kept.has(name))
    .slice(0, 20)
    .map((name) => ({ verb: 'delete', resource: name, traits: ['infrastructure'] }));
}

function blocksOf(text: string | null): readonly string[] {
  const terraform = [...(text ?? '').matchAll(block)].map((match) =>
    [match[1], match[2]].filter(Boolean).join('.'),
  );
  const kubernetes = (text ?? '').split(/^---\s*$/m).flatMap(kubernetesObject);
  return [...terraform, ...kubernetes];
}

function kubernetesObject(document: string): readonly string[] {
  const kind = /^kind:\s*(\w+)/m.exec(document)?.[1];
  const name = nameInMetadata(document);
  return kind === undefined || name === undefined ? [] : [`${kind.toLowerCase()}/${name}`];
}

/** The first `name:` below a `metadata:` of the document's own. */
function nameInMetadata(document: string): string | undefined {
  let isInside = false;
  for (const line of document.split('\n')) {
    if (/^\S/.test(line)) isInside = /^metadata:\s*$/.test(line);
    const name = isInside ? /^\s+name:\s*['"]?([\w.-]+)/.exec(line)?.[1] : undefined;
    if (name !== undefined) return name;
  }
  return undefined;
}
