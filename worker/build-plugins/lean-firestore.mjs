import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { replaceModules } from './replace-modules.mjs';

const nothing = 'module.exports = {};';

/** What a worker never calls, though loading Firestore's client loads it: 3 MB of code whose every class stands in memory. */
const unused = replaceModules('@google-cloud/firestore', {
  // Message classes generated ahead of time; the client makes those that it needs from protos.json.
  'firestore-api/build/protos/protos.js': nothing,
  'google-gax/build/protos/iam_service.js': nothing,
  'google-gax/build/protos/locations.js': nothing,
  'google-gax/build/protos/operations.js': nothing,
  // Read by the serializer as it loads; used for bundles of documents alone.
  'firestore/build/protos/firestore_v1_proto_api.js': 'exports.google = { firestore: { v1: {} } };',
  'firestore-api/build/src/v1/firestore_admin_client.js': 'exports.FirestoreAdminClient = class {};',
  'google-gax/build/src/iamService.js': nothing,
  'google-gax/build/src/resumableUpload.js': nothing,
  'google-gax/build/src/resumableSourceFromFile.js': nothing,
  'google-gax/build/src/locationService.js': 'exports.LocationsClient = class { async close() {} };',
});

/** Message descriptions that no call of the worker refers to; each description left becomes a class at run time. */
const leanProtos = {
  name: 'lean-protos',
  setup(build) {
    build.onLoad({ filter: /firestore-api[\\/]build[\\/]protos[\\/]protos\.json$/ }, async ({ path: file }) => {
      const protos = JSON.parse(await readFile(file, 'utf8'));
      delete protos.nested.google.nested.firestore.nested.admin;
      delete protos.nested.google.nested.longrunning;
      return { contents: JSON.stringify(protos), loader: 'json' };
    });
  },
};

/** The client and its generated half each come with a copy of the same google-gax, gRPC and all: one is enough. */
const oneGax = {
  name: 'one-google-gax',
  setup(build) {
    const resolveDir = path.join(import.meta.dirname, '..', '..', 'node_modules', '@google-cloud', 'firestore');
    build.onResolve({ filter: /^google-gax(?:\/|$)/ }, ({ path: name, kind, pluginData }) =>
      pluginData === oneGax ? undefined : build.resolve(name, { kind, resolveDir, pluginData: oneGax }),
    );
  },
};

/** Bundles `@google-cloud/firestore` without what the worker never calls. */
export const leanFirestore = [unused, leanProtos, oneGax];
