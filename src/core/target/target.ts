import * as v from 'valibot';
import { maybeText, type Shape, text } from '../shared/shape.js';

const environments = ['production', 'staging', 'development', 'local', 'unknown'] as const;
export type Environment = (typeof environments)[number];

const environment = v.picklist(environments);

/**
 * The system a target belongs to, in the vocabulary of `check --jsonl`: filesystem, git, github, kubernetes, aws, …
 * A tool that has no place there adds its own word.
 */
export type System = string;

/** One reason for believing something about a target. Data, not a sentence. */
const evidenceShape = v.strictObject({
  /** Where it was read: `--profile`, `AWS_PROFILE`, `~/.aws/config`, `kubeconfig current-context`, `name`. */
  source: text,
  /** What it said there. */
  value: text,
});
export type Evidence = Shape<typeof evidenceShape>;

/** What a call touches. */
export const targetShape = v.strictObject({
  /** A `System`. */
  system: text,
  /** What a person calls it, and types to approve: `cost-explorer-prod`, `prod-eu`, `orders`. Never empty. */
  name: text,
  account: maybeText,
  region: maybeText,
  /** Namespace, database, workspace or project inside `name`, where there is one. */
  scope: maybeText,
  /** Whose rights the call would use: role, kube user, database user. From local files only. */
  identity: maybeText,
  environment,
  /** 0 to 1. */
  confidence: v.number(),
  evidence: v.array(evidenceShape),
  /** Environments that other evidence speaks for (production credentials, a development name). Absent when all agree. */
  conflict: v.exactOptional(v.array(environment)),
  /** What sends the connection elsewhere than these names say. Absent when nothing does. */
  bends: v.exactOptional(v.array(evidenceShape)),
});
export type Target = Shape<typeof targetShape>;

/** The team's explicit map of what is production, which wins over every other evidence, and what the person has said. */
export interface EnvironmentMap {
  classify(target: { readonly system: System; readonly names: readonly string[] }): Environment | undefined;
  /** What a person has said of the place behind a target, whose evidence is its selectors; it never lowers what else counts. */
  said?(target: Omit<Target, 'environment' | 'confidence'>, isWhole: boolean): Said | undefined;
}

/** A person's word: of which place, and that it is this. */
interface Said {
  readonly name: string;
  readonly environment: Environment;
}
