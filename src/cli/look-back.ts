import { type LookBackParts, lookBack } from '../desk/transcripts.js';
import { claudeTranscript } from '../node/agents/claude-transcripts.js';

const newestEntries = 1_000;
const mostSessions = 20;

/** Looks at the transcripts of the latest sessions for calls that ran unheld while no window was open, and records them. */
export async function lookBackAtSessions(home: string, parts: LookBackParts): Promise<void> {
  const newest = parts.record.newest(newestEntries);
  const sessions = new Map<string, string>();
  for (const { body } of newest.ok ? newest.value : [])
    if ('callId' in body && body.agent === 'claude-code' && !sessions.has(body.session))
      sessions.set(body.session, body.cwd);
  for (const [session, cwd] of [...sessions].slice(0, mostSessions)) {
    const text = claudeTranscript(home, session);
    if (text !== undefined) await lookBack({ session, cwd, text }, parts);
  }
}
