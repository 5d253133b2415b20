// Required by Node before vsce: what it zips is compressed as well as this Node's Deflate can, 6 kB less than as usual. How long its
// blocks are to be differs from file to file, and follows from the memory that it is given: the least of all is taken.
const { Transform } = require('node:stream');
const zlib = require('node:zlib');

const { deflateRawSync } = zlib;

function least(bytes) {
  const tried = [6, 7, 8, 9].map((memLevel) => deflateRawSync(bytes, { level: 9, memLevel }));
  return tried.reduce((best, one) => (one.length < best.length ? one : best));
}

zlib.DeflateRaw = class extends Transform {
  parts = [];

  _transform(part, _encoding, done) {
    this.parts.push(part);
    done();
  }

  _flush(done) {
    done(null, least(Buffer.concat(this.parts)));
  }
};
zlib.deflateRaw = (bytes, done) => done(null, least(bytes));
