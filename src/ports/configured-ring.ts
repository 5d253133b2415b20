/** The shell in which an agent starts the command of its hook. */
export type HookShell = 'sh' | 'cmd' | 'powershell';

/** What an agent does before a call, as its configuration has it. */
export type ConfiguredRing =
  | {
      readonly kind: 'command';
      readonly shell: HookShell;
      readonly command: string;
      /** Variables that the agent sets for it. */
      readonly env?: Readonly<Record<string, string>>;
    }
  /** A module that the agent loads. */
  | { readonly kind: 'plugin'; readonly text: string }
  | { readonly kind: 'http'; readonly address: string; readonly headers: Readonly<Record<string, string>> };
