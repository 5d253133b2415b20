// Takes the README's pictures from the running product: media/screenshot.png, with `film` media/first-stop.webp, with `team`
// media/team/*.webp, and with `changes` media/changes/*.webp.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { animatedWebp } from './animated-webp.mjs';
import { root, run, say, Unavailable } from './cache.mjs';

/** The machine's name is in the picture: where Linux allows it, the picture's own processes see another one. */
const renamed = ['unshare', '--map-root-user', '--uts', 'sh', '-c', 'hostname laptop && exec "$@"', 'sh'];

function prefix() {
  const [program, ...args] = renamed;
  return spawnSync(program, [...args, 'true'], { stdio: 'ignore' }).status === 0 ? renamed : [];
}

/** What the suites keep of each step, and those that the README shows. */
const steps = {
  'team-06-review': 'set-up',
  'team-15-endorse': 'endorse',
  'team-16-accept': 'accept',
  'call-1-asks-peers': 'ask',
  'call-2-countersign': 'countersign',
};

/** What the pictures of all kinds of change are called, and those that the README shows. */
const kinds = {
  'git-17-git-clean--fdx': 'clean',
  'sql-01-psql--c-DROP-TABLE-orders-CASCADE-': 'cascade',
  'git-01-git-push---force': 'force-push',
  'cloudformation-03-aws-cloudformation-deploy---stack-name-shop---temp': 'replacement',
};

/** A page of the browser that the tests use. */
async function inBrowser(work) {
  const host = execFileSync(process.execPath, [join(root, 'scripts', 'host.mjs'), '--server'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const browser = await chromium.launch({
    executablePath: JSON.parse(host).chromium,
    args: ['--no-sandbox'],
  });
  try {
    return await work(await browser.newPage());
  } finally {
    await browser.close();
  }
}

/** Of each frame what is new in it, as WebP. */
async function differences(frames) {
  return inBrowser(async (page) => {
    const parts = [];
    for (const { file, ms } of frames) {
      const part = await page.evaluate(async (data) => {
        const image = new Image();
        image.src = `data:image/png;base64,${data}`;
        await image.decode();
        const { width, height } = image;
        const whole = Object.assign(document.createElement('canvas'), { width, height });
        const pen = whole.getContext('2d', { willReadFrequently: true });
        pen.drawImage(image, 0, 0);
        const now = new Uint32Array(pen.getImageData(0, 0, width, height).data.buffer);
        let [left, top, right, bottom] = [width, height, -1, -1];
        for (let at = 0; at < now.length; at += 1) {
          if (globalThis.before !== undefined && now[at] === globalThis.before[at]) continue;
          const [x, y] = [at % width, Math.floor(at / width)];
          [left, right] = [Math.min(left, x), Math.max(right, x)];
          [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
        }
        globalThis.before = now;
        // A container's places are even.
        const [x, y] = [left - (left % 2), top - (top % 2)];
        const size = { width: right - x + 1, height: bottom - y + 1 };
        const cut = Object.assign(document.createElement('canvas'), size);
        cut.getContext('2d', { alpha: false }).drawImage(whole, -x, -y);
        return {
          x,
          y,
          ...size,
          whole: { width, height },
          webp: cut.toDataURL('image/webp', 0.82).split(',')[1],
        };
      }, readFileSync(file).toString('base64'));
      parts.push({ ...part, ms, webp: Buffer.from(part.webp, 'base64') });
    }
    return parts;
  });
}

/** The first stop, from the walkthrough to the record. */
async function film() {
  const kept = process.env.PICTURES ?? mkdtempSync(join(tmpdir(), 'countersign-film-'));
  mkdirSync(kept, { recursive: true });
  await run([...prefix(), process.execPath, join('out', 'support', 'film.mjs'), kept], { cwd: root });
  const frames = await differences(JSON.parse(readFileSync(join(kept, 'frames.json'), 'utf8')));
  const [{ whole }] = frames;
  writeFileSync(join(root, 'media', 'first-stop.webp'), animatedWebp({ ...whole, frames }));
  if (process.env.PICTURES === undefined) rmSync(kept, { recursive: true, force: true });
  say(join('media', 'first-stop.webp'));
}

/** The README's pictures: WebP takes a quarter of the bytes of PNG. */
async function shrink(from, to, steps) {
  await inBrowser(async (page) => {
    for (const [name, step] of Object.entries(steps)) {
      const png = readFileSync(join(from, `${name}.png`)).toString('base64');
      const webp = await page.evaluate(async (data) => {
        const image = new Image();
        image.src = `data:image/png;base64,${data}`;
        await image.decode();
        const canvas = Object.assign(document.createElement('canvas'), {
          width: image.width,
          height: image.height,
        });
        canvas.getContext('2d').drawImage(image, 0, 0);
        return canvas.toDataURL('image/webp', 0.8).split(',')[1];
      }, png);
      writeFileSync(join(to, `${step}.webp`), Buffer.from(webp, 'base64'));
    }
  });
}

async function team() {
  const kept = mkdtempSync(join(tmpdir(), 'countersign-pictures-'));
  const mocha = [process.execPath, join('node_modules', 'mocha', 'bin', 'mocha.js'), '--timeout', '150000'];
  for (const [suite, only] of [
    ['team', ''],
    ['countersign', 'runs once when the peer countersigns'],
  ]) {
    const command = [...prefix(), ...mocha, '-g', only, `out/test/e2e/${suite}.test.mjs`];
    await run(command, { cwd: root, env: { ...process.env, PICTURES: kept } });
  }
  mkdirSync(join(root, 'media', 'team'), { recursive: true });
  await shrink(kept, join(root, 'media', 'team'), steps);
  rmSync(kept, { recursive: true, force: true });
  say(join('media', 'team'));
}

/** One picture of each kind of change, in PICTURES where that is set, and the four of the README. */
async function changes() {
  const kept = process.env.PICTURES ?? mkdtempSync(join(tmpdir(), 'countersign-pictures-'));
  const mocha = [process.execPath, join('node_modules', 'mocha', 'bin', 'mocha.js'), '--timeout', '600000'];
  await run([...mocha, 'out/test/e2e/preview-pictures.test.mjs'], {
    cwd: root,
    env: { ...process.env, PICTURES: kept },
  });
  mkdirSync(join(root, 'media', 'changes'), { recursive: true });
  await shrink(kept, join(root, 'media', 'changes'), kinds);
  if (process.env.PICTURES === undefined) rmSync(kept, { recursive: true, force: true });
  say(join('media', 'changes'));
}

try {
  await run([process.execPath, 'scripts/build.mjs', '--tests'], { cwd: root });
  if (process.argv[2] === 'team') await team();
  else if (process.argv[2] === 'changes') await changes();
  else if (process.argv[2] === 'film') await film();
  else {
    await run([...prefix(), process.execPath, join('out', 'support', 'screenshot.mjs')], { cwd: root });
    say(join('media', 'screenshot.png'));
  }
} catch (error) {
  if (!(error instanceof Unavailable)) throw error;
  say(error.message);
  process.exitCode = 1;
}
