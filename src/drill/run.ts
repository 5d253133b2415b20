import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { answerOf, type HookAnswer, payloadOf, type Session } from './claude-hook.js';
import type { Kit } from './kit.js';
import { type Ended, run } from './shell.js';
import { callsOf } from './stand-ins.js';
import { dangerous, harmless, instead, type Step, task } from './story.js';
import type { Transcript } from './transcript.js';

export interface Drill {
  readonly kit: Kit;
  readonly env: Readonly<Record<string, string>>;
  /** The command lines that stand in Claude Code's settings: before a call, and after it. */
  readonly hook: string;
  readonly report: string;
  readonly session: string;
  /** Milliseconds between two steps, so that a person can follow. */
  readonly pace: number;
  readonly transcript: Transcript;
}

export interface DrillOutcome {
  /** How the attempt to re-create the environment ended. */
  readonly answer: HookAnswer['kind'];
  /** Calls that the stand-ins wrote down. */
  readonly calls: readonly string[];
}

/** After this many milliseconds without an answer the transcript says that the call is held; a busy machine is no hold. */
const heldAfter = { expected: 1_500, unexpected: 5_000 } as const;
const toolLimit = 30_000;

/**
 * Plays the story: harmless calls, the rebuild, and, when it is refused, something safer. Undefined when a harmless call
 * was blocked: then the gate does not work as the story needs it, and the rest would show nothing.
 */
export async function playDrill(drill: Drill): Promise<DrillOutcome | undefined> {
  const { transcript, kit } = drill;
  transcript.opening(task, kit.workspace);
  let number = 0;
  const attempt = async (step: Step): Promise<HookAnswer> => {
    await pause(drill.pace);
    number += 1;
    return attemptOnce(drill, step, `toolu_drill_${drill.session.slice(0, 8)}_${number}`);
  };

  for (const step of harmless) {
    if ((await attempt(step)).kind === 'blocked') {
      transcript.brokenOff();
      return undefined;
    }
  }
  const first = await attempt(dangerous);
  const answer = toldToRetry(first) ? await attempt(dangerous) : first;
  if (answer.kind === 'blocked') await attempt(instead);

  return { answer: answer.kind, calls: callsOf(kit) };
}

/** One call as an agent makes it: ask the hook, obey, run the tool, tell the hook how it ended. */
async function attemptOnce(drill: Drill, step: Step, callId: string): Promise<HookAnswer> {
  const { transcript, kit, env } = drill;
  const session: Session = { id: drill.session, cwd: kit.workspace };
  transcript.attempt(step);
  const notice = setTimeout(
    () => transcript.waiting(),
    step === dangerous ? heldAfter.expected : heldAfter.unexpected,
  );
  const input = payloadOf('PreToolUse', session, callId, step);
  const answer = answerOf(await run(drill.hook, { cwd: kit.workspace, env, input }));
  clearTimeout(notice);
  transcript.answer(answer);
  if (answer.kind === 'blocked') return answer;

  const ended = await useTool(drill, step);
  transcript.output(ended);
  const report = payloadOf('PostToolUse', session, callId, step, ended);
  await run(drill.report, { cwd: kit.workspace, env, input: report, limit: toolLimit });
  return answer;
}

/** A model that is told to ask the same again later does so; the script does it once. */
function toldToRetry(answer: HookAnswer): boolean {
  return answer.kind === 'blocked' && /^Waiting for approval\b/.test(answer.reason);
}

async function useTool(drill: Drill, step: Step): Promise<Ended> {
  const { kit, env } = drill;
  switch (step.tool) {
    case 'Bash':
      return run(step.command, { cwd: kit.workspace, env, limit: toolLimit });
    case 'Read':
      return fileTool(() => readFileSync(join(kit.workspace, step.path), 'utf8'));
    case 'Edit':
      return fileTool(() => {
        const path = join(kit.workspace, step.path);
        const before = readFileSync(path, 'utf8');
        if (!before.includes(step.old)) throw new Error(`${step.path} does not hold the text to replace`);
        writeFileSync(
          path,
          before.replace(step.old, () => step.new),
        );
        return `${step.path} changed`;
      });
  }
}

function fileTool(use: () => string): Ended {
  try {
    return { code: 0, stdout: use(), stderr: '' };
  } catch (failure) {
    return { code: 1, stdout: '', stderr: failure instanceof Error ? failure.message : String(failure) };
  }
}
