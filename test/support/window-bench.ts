/** In a real window: how long activation takes, and how long from a held call at the gate to its card on the screen. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { ringGate } from '../../src/client/ring-gate.js';
import { openGates } from '../../src/node/gate/windows.js';
import { findCard } from './card-view.js';
import { projectFolder, serverHost } from './components.js';
import { layOutScene } from './scene.js';
import { openWindow, webviewWith } from './window.js';

const runs = Number(process.argv[2] ?? 15);
const host = serverHost();
if ('missing' in host) {
  console.log(`not measured, because this machine lacks ${host.missing}`);
  process.exit(0);
}
const scene = layOutScene();
const window = await openWindow({
  host,
  home: scene.home,
  folder: scene.workspace,
  flags: ['--enable-smoke-test-driver'],
  payload: ({ authority }) => [['extensionDevelopmentPath', `vscode-remote://${authority}${projectFolder}`]],
});
try {
  await window.page.locator('[id$="countersign.status"]').first().waitFor({ timeout: 60_000 });
  await measureCard();
  await measureActivation();
} finally {
  await window.close();
  scene.remove();
}

/** A call is written to the gate's own socket; the view tells when a frame with its card has been made. */
async function measureCard(): Promise<void> {
  const times: number[] = [];
  for (let run = 0; run <= runs; run += 1) {
    const name = `orders-prod-${run}`;
    const answered = ring(`aws rds delete-db-instance --db-instance-identifier ${name}`);
    const started = Date.now();
    const card = await findCard(window.page, new RegExp(`${name}$`));
    await card.card.locator('.body').waitFor();
    const drawn: unknown = await (await webviewWith(window.page, 'Requests'))
      .locator('main')
      .evaluate((main) => Number(main.getAttribute('data-drawn')));
    // The first run opens the view and loads the engine.
    if (run > 0) times.push(Number(drawn) - started);
    else console.log(`first call, with the view opened and the engine loaded: ${Number(drawn) - started} ms`);
    await card.deny('');
    await answered;
  }
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  console.log(
    `held call at the gate to card drawn, ${runs} runs: median ${at(0.5)} ms, p95 ${at(0.95)} ms (budget 150 ms)`,
  );
}

function ring(command: string): Promise<string> {
  const [gate] = openGates(join(scene.home, '.countersign', 'run'));
  if (gate === undefined) throw new Error('expected an open gate, got none');
  const payload = Buffer.from(
    JSON.stringify({
      session_id: 'bench',
      cwd: scene.workspace,
      hook_event_name: 'PreToolUse',
      tool_name: 'Bash',
      tool_input: { command, description: 'Measure' },
      tool_use_id: `toolu_${randomBytes(6).toString('hex')}`,
    }),
  );
  const header = {
    v: 1,
    nonce: randomBytes(16).toString('hex'),
    knock: gate.knock,
    agent: 'claude-code',
    budgetMs: 600_000,
    pid: process.pid,
    cwd: scene.workspace,
    env: { HOME: scene.home },
    bytes: payload.length,
  } as const;
  return new Promise((resolve, reject) => {
    ringGate(gate, header, payload, {
      alive: () => undefined,
      answered: (answer) => resolve(answer.stdout),
      failed: (cause, detail) => reject(new Error(`${cause} ${detail}`)),
    });
  });
}

/** The editor's own figure, as **Developer: Show Running Extensions** shows it. */
async function measureActivation(): Promise<void> {
  const { page } = window;
  // The list draws only rows in view, the slowest first: tall enough, it shows them all.
  await page.setViewportSize({ width: 1360, height: 4000 });
  await window.command('Developer: Show Running Extensions');
  const row = page.locator('.runtime-extensions-editor .extension', { hasText: 'Countersign' });
  await row.first().waitFor();
  console.log(
    `activation: ${(await row.first().locator('.activation-time').textContent())?.trim()} (budget 50 ms)`,
  );
}
