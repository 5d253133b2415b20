// Builds again at each change of a source, and says so in one line for all bundles together.
import { basename } from 'node:path';
import * as esbuild from 'esbuild';
import { say } from './cache.mjs';

/**
 * Watches until the process ends; resolves when everything was built once. Errors are esbuild's own lines. With `announce` it
 * says also when it begins: an editor's task forgets the last errors by that.
 */
export async function watch(jobs, { announce }) {
  const round = new Round(announce);
  for (const job of jobs) {
    const name = job.outfile === undefined ? job.outdir : basename(job.outfile, '.js');
    const context = await esbuild.context({ ...job, plugins: [...(job.plugins ?? []), round.part(name)] });
    await context.watch();
  }
}

/** Builds that run at the same time are one round. */
class Round {
  #running = 0;
  #started = 0;
  #errors = 0;
  #names = [];
  #timer;
  #announce;

  constructor(announce) {
    this.#announce = announce;
  }

  part(name) {
    return {
      name: 'round',
      setup: (build) => {
        build.onStart(() => this.#begin());
        build.onEnd((result) => this.#end(name, result.errors.length));
      },
    };
  }

  #begin() {
    clearTimeout(this.#timer);
    if (this.#running === 0 && this.#names.length === 0) {
      this.#started = performance.now();
      if (this.#announce) say(`${clock()} building`);
    }
    this.#running += 1;
  }

  #end(name, errors) {
    this.#running -= 1;
    this.#errors += errors;
    this.#names.push(name);
    const seconds = ((performance.now() - this.#started) / 1000).toFixed(1);
    // Each bundle notices a change by itself, a moment apart.
    if (this.#running === 0) this.#timer = setTimeout(() => this.#tell(seconds), 300);
  }

  #tell(seconds) {
    const what = this.#errors > 0 ? `${this.#errors} errors in` : 'built';
    say(`${clock()} ${what} ${this.#names.join(', ')} (${seconds} s)`);
    this.#errors = 0;
    this.#names = [];
  }
}

function clock() {
  return new Date().toTimeString().slice(0, 8);
}
