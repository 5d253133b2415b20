import { join } from 'node:path';
import type { Ended } from './shell.js';
import type { Step } from './story.js';

/** Who asks: the facts that Claude Code sends with every hook call. */
export interface Session {
  readonly id: string;
  /** The workspace. */
  readonly cwd: string;
}

export type ClaudeHookEvent = 'PreToolUse' | 'PostToolUse';

/** What one hook call sends on standard input, in Claude Code's dialect. */
export function payloadOf(
  event: ClaudeHookEvent,
  session: Session,
  callId: string,
  step: Step,
  ended?: Ended,
): string {
  return JSON.stringify({
    session_id: session.id,
    transcript_path: join(session.cwd, '.drill-has-no-transcript.jsonl'),
    cwd: session.cwd,
    permission_mode: 'default',
    hook_event_name: event,
    tool_name: step.tool,
    tool_input: inputOf(session, step),
    tool_use_id: callId,
    ...(ended ? { tool_response: responseOf(ended) } : {}),
  });
}

function inputOf(session: Session, step: Step): Readonly<Record<string, unknown>> {
  switch (step.tool) {
    case 'Bash':
      return { command: step.command, description: step.says };
    case 'Read':
      return { file_path: join(session.cwd, step.path) };
    case 'Edit':
      return {
        file_path: join(session.cwd, step.path),
        old_string: step.old,
        new_string: step.new,
        replace_all: false,
      };
  }
}

function responseOf(ended: Ended): Readonly<Record<string, unknown>> {
  return { stdout: ended.stdout, stderr: ended.stderr, interrupted: ended.code === null, isImage: false };
}

/** What the agent understood of a hook's answer. */
export type HookAnswer =
  | { readonly kind: 'no-opinion' }
  | { readonly kind: 'allow'; readonly reason: string }
  | { readonly kind: 'blocked'; readonly reason: string };

/**
 * Reads a hook's end as Claude Code does with `onFailure: "block"`: exit 2 blocks and its standard error is the reason, any
 * other failure blocks too. Stricter in one point: an answer that cannot be read blocks as well.
 */
export function answerOf(ended: Ended): HookAnswer {
  if (ended.code !== 0) {
    return { kind: 'blocked', reason: ended.stderr.trim() || 'the hook failed without a word' };
  }
  const specific = fieldOf(parsed(ended.stdout), 'hookSpecificOutput');
  if (specific === undefined) {
    return isObject(parsed(ended.stdout))
      ? { kind: 'no-opinion' }
      : { kind: 'blocked', reason: 'the hook did not answer with one JSON object' };
  }
  const reason = textOf(fieldOf(specific, 'permissionDecisionReason'));
  switch (fieldOf(specific, 'permissionDecision')) {
    case 'allow':
      return { kind: 'allow', reason };
    case undefined:
      return { kind: 'no-opinion' };
    default:
      return { kind: 'blocked', reason };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldOf(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
