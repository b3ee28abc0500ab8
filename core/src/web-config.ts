import * as z from 'zod';

const portSchema = z.number().int().min(1).max(65_535);

/** `/config.json`: what one and the same web build needs to know of where it runs. Holds nothing secret. */
export const webConfigSchema = z.object({
  firebase: z.object({
    projectId: z.string().min(1),
    apiKey: z.string().min(1),
    authDomain: z.string().optional(),
    appId: z.string().optional(),
  }),
  region: z.string().min(1),
  googleSignIn: z.boolean(),
  emulators: z.object({ host: z.string(), auth: portSchema, firestore: portSchema, functions: portSchema }).optional(),
  demo: z
    .object({
      /** Base address of the simulator's control endpoint. */
      simulatorUrl: z.url(),
      people: z.array(z.object({ name: z.string(), role: z.string(), email: z.string(), password: z.string() })),
    })
    .optional(),
});
export type WebConfig = Readonly<z.infer<typeof webConfigSchema>>;
