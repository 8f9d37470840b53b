// Files of a dispute on their way in.
import { answer, api, fresh_key, write_headers, type Schemas } from "@shared/api/client";
import type { Way } from "@shared/upload";
import { at } from "../dispute/case";

type Kind = Schemas["AttachmentKind"];

export const kinds: Kind[] = ["evidence", "identity", "power", "picture", "record", "other"];

export const way_to = (dispute: { id: string }, kind: Kind, audience: Schemas["Audience"]): Way => ({
    announce: (file) => answer(api.POST("/api/disputes/{dispute}/uploads", { params: at(dispute), body: { ...file, kind, audience }, headers: write_headers(fresh_key()) })),
    address: (upload) => `/api/disputes/${dispute.id}/uploads/${upload}`,
});
