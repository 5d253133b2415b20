import type { Coverage, Gap, NextStep } from '../core/toolcall/coverage.js';
import type { AgentId } from '../core/toolcall/toolcall.js';
import type { HttpBell } from '../protocol/http-bell.js';

/** Whose configuration: every workspace of a user, or one workspace. */
export const scopes = ['user', 'workspace'] as const;
export type ConfigScope = (typeof scopes)[number];

/** Where configuration lives. Absolute paths. */
export interface Places {
  readonly home: string;
  /** The workspace folder, for the scope of that name. */
  readonly workspace: string;
}

/** The installed doorbell, as an agent's configuration names it. */
export interface Doorbell {
  /** Absolute path of the launcher. */
  readonly launcher: string;
  readonly platform: 'posix' | 'win32';
  /** The person's home, absolute: a workspace's file, which others have too, names the launcher by it. */
  readonly home?: string;
  /** The launcher below whoever's home the file is read in, for a file of a workspace. */
  readonly portable?: string;
  /** Where Claude Code rings by HTTP, if a person chose that; the token keeps it out of a workspace's files. */
  readonly http?: HttpBell | undefined;
}

/** A plugin starts the doorbell itself. */
export type WindowsShell = 'git-bash' | 'cmd' | 'powershell' | 'plugin';

/** One event of an agent's hooks with the entry that Countersign puts there. */
export interface HookEntry {
  readonly event: string;
  readonly entry: object;
}

/** A setting of the agent's own that switches off what no hook sees. */
export interface Offer {
  readonly gap: Gap;
  file(places: Places): string;
  /** The settings with it; undefined where they are of a form that cannot be changed. */
  with(settings: string): string | undefined;
}

/** An agent, declared: the parts in which agents differ. */
interface AdapterFacts {
  readonly id: AgentId;
  /** The agent's own name. */
  readonly name: string;
  /** The program whose presence shows the agent, where it has one. */
  readonly program?: string;
  /** The first version on which every failure of the hook blocks. */
  readonly leastVersion?: string;
  /** Files or folders of the home that show that the agent is used; none and no program: it is always there. */
  readonly traces: readonly string[];
  readonly coverage: Coverage;
  readonly next?: NextStep;
  /** The shell in which it is documented to start hooks on Windows; without one it is not connected there. */
  readonly onWindows?: WindowsShell;
  /** The scopes whose files it looks for hooks in; both unless it says otherwise. */
  readonly scopes?: readonly ConfigScope[];
  /** The configuration file of a scope. */
  file(scope: ConfigScope, places: Places): string;
  /** Files from which the agent may be told to leave its hooks out. */
  switches(places: Places): readonly string[];
  /** Where a person's trust in a hook file is kept, by an agent that skips hooks that nobody has trusted. */
  readonly trust?: {
    file(places: Places): string;
    holds(hookFile: string, hooks: string, settings: string): boolean;
    /** The settings without it; unchanged where there is none. */
    without(hookFile: string, hooks: string, settings: string): string;
    /** True when two texts of the settings say the same. */
    isSame(a: string, b: string): boolean;
  };
  /** A setting that closes a gap, which a person may choose. */
  readonly offer?: Offer;
  /** A payload as the agent would send it, of a call that every gate lets through. */
  harmless(cwd: string): object;
}

/** An agent whose hooks are lists in a file that others write too. */
export interface EntriesAdapter extends AdapterFacts {
  entries(doorbell: Doorbell): readonly HookEntry[];
  /** The file is settings in TOML with an array of tables, `hooks`; JSON unless it says so. */
  readonly written?: 'toml';
  /** Where the lists stand in the file; under `hooks` unless it says otherwise. */
  readonly under?: readonly string[];
  /** What a file has to hold besides, when there is none yet. */
  readonly newFile?: string;
  /** The line, from 1, of an entry for which the agent drops the whole file, or more of it than that entry. */
  readonly flaw?: (text: string) => number | undefined;
}

/** An agent that reads a file of our own. */
export interface FileAdapter extends AdapterFacts {
  /** What the agent takes the file for: settings in JSON unless it says otherwise. */
  readonly form?: 'plugin' | 'script';
  text(doorbell: Doorbell): string;
}

export type Adapter = EntriesAdapter | FileAdapter;

/** By this every entry of ours is known again, whatever version wrote it. */
export const launcherName = 'countersign-hook';
/** The doorbell in C beside it, which commands start where it is installed. */
export const bellName = 'countersign-bell';

/** The same for MCP servers behind the gateway. */
export const gatewayName = 'countersign-mcp';
