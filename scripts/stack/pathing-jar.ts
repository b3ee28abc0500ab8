import { crc32 } from 'node:zlib';
import { pathToFileURL } from 'node:url';

const manifestName = 'META-INF/MANIFEST.MF';
const lineBytes = 72;

/** A manifest line folded as the JAR specification asks: 72 bytes at most, continued behind a space. */
function fold(line: string): string {
  const parts = [line.slice(0, lineBytes)];
  for (let at = lineBytes; at < line.length; at += lineBytes - 1) parts.push(` ${line.slice(at, at + lineBytes - 1)}`);
  return parts.join('\r\n');
}

/**
 * A jar that holds nothing but a manifest naming `mainClass` and, as class path, `jar`: it makes a jar without a
 * Main-Class startable with `java -jar`. Written as a zip with one stored entry.
 */
export function pathingJar(jar: string, mainClass: string): Buffer {
  const manifest = Buffer.from(
    ['Manifest-Version: 1.0', `Main-Class: ${mainClass}`, `Class-Path: ${pathToFileURL(jar).href}`, '', '']
      .map(fold)
      .join('\r\n'),
  );
  const name = Buffer.from(manifestName);
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(20, 0);
  shared.writeUInt32LE(crc32(manifest), 10);
  shared.writeUInt32LE(manifest.length, 14);
  shared.writeUInt32LE(manifest.length, 18);
  shared.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), shared, name, manifest]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), shared, Buffer.alloc(14), name]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
