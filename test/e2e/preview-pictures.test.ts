import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Request } from '../../src/core/approval/request.js';
import { createJudge } from '../../src/engine/judge.js';
import { worldsHere } from '../../src/engine/world.js';
import { type CardBrowser, type CardPage, startCardBrowser } from '../support/card-page.js';
import { serverHost, without } from '../support/components.js';
import { bashRing, testDesk } from '../support/desk.js';
import { gitScene } from '../support/git-scene.js';
import { incidents, layIncident } from '../support/incidents.js';
import { keepPicture } from '../support/picture.js';
import { PreviewScene } from '../support/preview-scene.js';
import { scenes } from '../support/preview-scenes.js';
import { root } from '../support/source.js';
import { darkTheme } from '../support/theme.js';

/** The commands of a transcript, those of several lines whole. */
function commandsOf(name: string): readonly string[] {
  const text = readFileSync(join(root, 'test/golden/previews', `${name}.txt`), 'utf8');
  return [...text.matchAll(/^\$ (.*(?:\n> .*)*)/gm)].map(([, words = '']) => words.replaceAll('\n> ', '\n'));
}

/** The request that a command becomes at a desk over the scene; undefined for what is not held. */
async function heldFor(command: string, scene: PreviewScene): Promise<Request | undefined> {
  const worldOf = worldsHere({ home: scene.home });
  const judge = createJudge({ worldOf });
  const env = { HOME: scene.home };
  const { desk } = testDesk({
    worldOf,
    judge: (call) => judge.judge(call, { cwd: call.cwd, env }),
  });
  const held = new Promise<string>((resolve) => {
    const ring = bashRing(command, { cwd: scene.app, env, fields: { cwd: scene.app } });
    void desk.ring(ring, undefined, resolve).then(() => resolve(''));
  });
  const id = await held;
  const request = desk.requests().find((one) => one.id === id);
  await desk.dispose();
  return request;
}

/** The same request as a person would meet it, in a folder of theirs. */
function atHome(request: Request, scene: PreviewScene): Request {
  const text = JSON.stringify(request)
    .replaceAll(scene.app, '/home/mara/till')
    .replaceAll(scene.root, '/srv');
  const shown: Request = JSON.parse(text);
  return shown;
}

const size = { width: 860, height: 760 };

/** As high as the card is. */
async function growToCard({ page }: CardPage): Promise<void> {
  await page.setViewportSize(size);
  const high = Number(
    await page.evaluate('document.querySelector(".card")?.getBoundingClientRect().bottom ?? 0'),
  );
  await page.setViewportSize({ width: size.width, height: Math.min(1_200, Math.ceil(high) + 24) });
}

describe('the card of each kind of change', function () {
  this.timeout(600_000);
  let browser: CardBrowser;
  let view: CardPage;

  before(async function () {
    const host = serverHost();
    if ('missing' in host) return without(host.missing, this);
    browser = await startCardBrowser(host.chromium);
  });
  after(() => browser?.close());
  beforeEach(async () => {
    view = await browser.open(size);
    await view.page.evaluate(darkTheme);
  });
  afterEach(() => view.close());

  it('says what was going to be lost in incidents that happened', async () => {
    for (const [id, says] of incidents) {
      const scene = new PreviewScene();
      try {
        const request = await heldFor(layIncident(id, scene), scene);
        assert.ok(request, `not held: ${id}`);
        await view.show([atHome(request, scene)], { surface: 'page' });
        const text = ((await view.page.textContent('body')) ?? '').replace(/\s+/g, ' ');
        // A row's sign is drawn, and stands in no text.
        for (const { source } of says.slice(0, 1)) {
          const [words = ''] = source.replace(/^[-+\\]+ /, '').split(/[(\\|[,.]/);
          assert.ok(text.includes(words.trim()), `${id}: ${words} in ${text}`);
        }
        await growToCard(view);
        await keepPicture(view.page, `incident-${id.replace(/\W+/g, '-')}`);
      } finally {
        scene.dispose();
      }
    }
    assert.deepEqual(view.complaints, []);
  });

  for (const name of [...Object.keys(scenes), 'git', 'files'])
    it(`fits its page and says what is lost: ${name}`, async () => {
      const lay = scenes[name];
      const scene = lay === undefined ? gitScene() : new PreviewScene();
      try {
        lay?.(scene);
        let drawn = 0;
        for (const [at, command] of commandsOf(name).entries()) {
          const request = await heldFor(command, scene);
          if (request === undefined) continue;
          drawn += 1;
          await view.show([atHome(request, scene)], { surface: 'page' });
          const wide: unknown = await view.page.evaluate(
            'document.documentElement.scrollWidth - document.documentElement.clientWidth',
          );
          assert.equal(wide, 0, `wider than its page: ${command}`);
          const lost = request.change.items.some(
            ({ consequence }) => consequence === 'data-lost' || consequence === 'untracked',
          );
          const text = (await view.page.textContent('body')) ?? '';
          if (lost) assert.match(text, /Not brought back: /, command);
          assert.equal(text.includes('Keep a copy first'), request.copy?.fits === true, command);
          const words = command.replace(/[^\w.-]+/g, '-').slice(0, 50);
          await growToCard(view);
          await keepPicture(view.page, `${name}-${String(at + 1).padStart(2, '0')}-${words}`);
        }
        assert.ok(drawn > 0, 'nothing was held');
        assert.deepEqual(view.complaints, []);
      } finally {
        scene.dispose();
      }
    });
});
