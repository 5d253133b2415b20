/** How an agent's adapter was tried: driven by the product, measured with hooks like the product's, or only read about. */
export type Tried =
  | { readonly kind: 'end-to-end' | 'measured'; readonly version: string }
  | { readonly kind: 'documented' };

/** What of an agent reaches the gate. */
export type Covered = 'every-tool' | 'shell-edits-mcp' | 'shell-edits-reads-mcp';

/** What does not reach the gate, or can take the gate away. */
export type Gap =
  | 'switched-off'
  | 'other-harnesses'
  | 'hooks-setting'
  | 'untrusted-hook'
  | 'typed-input'
  | 'untrusted-folder'
  | 'killed-hook'
  | 'run-ends'
  | 'removed-hook'
  | 'no-outcome'
  | 'plugin-not-loaded'
  | 'other-agents'
  | 'cloud-agents'
  | 'editor-tasks'
  | 'editor-sessions'
  | 'own-prompts';

/** What happens to a call when the doorbell breaks, is missing or gets no answer in time. */
export type OnFailure =
  /** The agent itself blocks. */
  | 'agent-blocks'
  /** The installed command turns every failure into a no, before the agent's own limit runs out. */
  | 'command-blocks'
  /** The installed plugin throws. */
  | 'plugin-blocks';

/** What a person has to do after connecting, before the agent rings. */
export type NextStep = 'trust-in-codex' | 'start-amazon-q-agent' | 'restart';

/** An agent's coverage, as codes. */
export interface Coverage {
  readonly tried: Tried;
  readonly covered: Covered;
  readonly gaps: readonly Gap[];
  readonly onFailure: OnFailure;
}
