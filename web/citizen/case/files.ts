// Files of a party: where they go.
import { answer, api, type Schemas } from "@shared/api/client";
import type { Way } from "@shared/upload";

export const way_of = (kind: Schemas["AttachmentKind"], audience?: Schemas["Audience"]): Way => ({
    announce: (file) => answer(api.POST("/api/citizen/case/uploads", { body: { ...file, kind, audience } })),
    address: (upload) => `/api/citizen/case/uploads/${upload}`,
});
