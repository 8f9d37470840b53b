// The groups of events that the timeline can show alone, with their icons.
import type { Component } from "vue";
import { Bell, ChatDotRound, Cpu, Document, Flag, List } from "@element-plus/icons-vue";

const icons = { milestone: Flag, talk: ChatDotRound, task: List, paper: Document, message: Bell, system: Cpu };
export type Group = keyof typeof icons;
export const groups = Object.keys(icons) as Group[];

export const icon_of = (group: string): Component => icons[group as Group] ?? Flag;
