export type Environment = 'production' | 'staging' | 'development' | 'local' | 'unknown';

/**
 * The system a target belongs to, in the vocabulary of `check --jsonl`: filesystem, git, github, kubernetes, aws, …
 * A tool that has no place there adds its own word.
 */
export type System = string;

/** One reason for believing something about a target. Data, not a sentence. */
export interface Evidence {
  /** Where it was read: `--profile`, `AWS_PROFILE`, `~/.aws/config`, `kubeconfig current-context`, `name`. */
  readonly source: string;
  /** What it said there. */
  readonly value: string;
}

/** What a call touches. */
export interface Target {
  readonly system: System;
  /** What a person calls it, and types to approve: `cost-explorer-prod`, `prod-eu`, `orders`. Never empty. */
  readonly name: string;
  readonly account?: string;
  readonly region?: string;
  /** Namespace, database, workspace or project inside `name`, where there is one. */
  readonly scope?: string;
  /** Whose rights the call would use: role, kube user, database user. From local files only. */
  readonly identity?: string;
  readonly environment: Environment;
  /** 0 to 1. */
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
  /** Environments that other evidence speaks for (production credentials, a development name). Absent when all agree. */
  readonly conflict?: readonly Environment[];
}

/** The team's explicit map of what is production; it wins over every other evidence. */
export interface EnvironmentMap {
  classify(target: { readonly system: System; readonly names: readonly string[] }): Environment | undefined;
}
