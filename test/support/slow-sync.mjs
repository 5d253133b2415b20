// A disk whose every sync takes 10 ms more, on whichever thread it is waited for. Loaded before a program with --import.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const lateMs = 10;
const pause = new Int32Array(new SharedArrayBuffer(4));
for (const name of ['fsyncSync', 'fdatasyncSync']) {
  const real = fs[name];
  fs[name] = (...args) => {
    Atomics.wait(pause, 0, 0, lateMs);
    return real(...args);
  };
}
for (const name of ['fsync', 'fdatasync']) {
  const real = fs[name];
  fs[name] = (...args) => setTimeout(() => real(...args), lateMs);
}
const file = await fs.promises.open(new URL(import.meta.url), 'r');
const handles = Object.getPrototypeOf(file);
await file.close();
for (const name of ['sync', 'datasync']) {
  const real = handles[name];
  handles[name] = async function late() {
    await new Promise((resolve) => setTimeout(resolve, lateMs));
    return real.call(this);
  };
}
syncBuiltinESMExports();
