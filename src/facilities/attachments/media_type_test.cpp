#include "media_type.hpp"

#include <gmock/gmock.h>

#include "mutations.hpp"
#include "zip.hpp"

namespace hemu::attachments {

using namespace std::string_view_literals;

static std::string bytes(std::string_view text) { return std::string(text); }
static std::string padded(std::string_view text, std::size_t size = 1024) {
    return bytes(text) + std::string(size, '\0');
}

/// A box file of ISO 14496-12 of this brand.
static std::string box(const std::string& brand) {
    return bytes(
               "\0\0\0\x18"
               "ftyp"sv) +
           brand + bytes("\0\0\2\0"sv) + brand + "mp41" + padded("");
}

static const std::string png = padded("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0"sv);

TEST(media_types, are_told_of_pictures_papers_sound_and_film) {
    const std::pair<std::string, std::string_view> samples[] = {
        {padded("\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\1"sv), "image/jpeg"},
        {png, "image/png"},
        {padded("GIF89a\1\0\1\0\0\0\0"sv), "image/gif"},
        {padded("RIFF\x20\0\0\0WEBPVP8 "sv), "image/webp"},
        {box("heic"), "image/heic"},
        {box("mif1"), "image/heic"},
        {"%PDF-1.7\n1 0 obj\n", "application/pdf"},
        {bytes("ID3\3\0\0\0\x20\0\0"sv) + padded("TIT2", 0x80000 - 4) + padded("\xFF\xFB\x90\x64"sv), "audio/mpeg"},
        {padded("\xFF\xFB\x90\x64"sv), "audio/mpeg"},
        {padded("RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0"sv), "audio/wav"},
        {padded("#!AMR\n"sv), "audio/amr"},
        {box("M4A "), "audio/mp4"},
        {padded("\xFF\xF1\x50\x80\2\x1F\xFC"sv), "audio/aac"},
        {padded("OggS\0\2\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\1\2\3\4\1\x1E\1vorbis\0\0\0\0\1"sv), "audio/ogg"},
        {box("isom"), "video/mp4"},
        {box("mp42"), "video/mp4"},
        {box("qt  "), "video/quicktime"},
        {box("3gp5"), "video/3gpp"},
        {padded("\x1A\x45\xDF\xA3\1\0\0\0\0\0\0\x1F\x42\x86\x81\1\x42\x82\x84webm"sv), "video/webm"},
        {"收条：今收到工资 3000 元。\n", "text/plain"},
        {"\xEF\xBB\xBF日期,金额\r\n2026-11-24,3000\r\n", "text/plain"},
        {"x", "text/plain"},
    };
    for (const auto& [content, type] : samples) {
        EXPECT_EQ(media_type_of(content).type, type);
        EXPECT_EQ(media_type_of(content).refusal, "") << type;
    }
}

TEST(media_types, leave_out_programs_pages_scripts_and_archives) {
    const std::string samples[] = {
        "",
        padded("MZ\x90\0\3\0\0\0\4\0\0\0\xFF\xFF"sv),
        padded("\x7F"
               "ELF\2\1\1"sv),
        "#!/bin/sh\nrm -rf /\n",
        "\xEF\xBB\xBF \n#!/usr/bin/env python3\n",
        "@echo off\r\ndel /q *\r\n",
        "<?php echo 1; ?>",
        "<!DOCTYPE html><title>x</title>",
        "  \n<script>alert(1)</script>",
        "</title><script>alert(1)</script>",
        R"-(<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>)-",
        R"(<?xml version="1.0"?><a/>)",
        "{\\rtf1\\ansi x}",
        zip::pack({{"evidence.txt", "x"}}),
        zip::pack({{"mimetype", "application/epub+zip"}}),
        padded("Rar!\x1A\7\1\0"sv),
        padded("7z\xBC\xAF\x27\x1C\0\4"sv),
        padded("\x1F\x8B\x08\0\0\0\0\0\0\3"sv),
        padded("\xCA\xFE\xBA\xBE\0\0\0\x34"sv),
        padded("\xFF\xFE\x00\x00"sv),
        "一行\x01二行",
        "\xFF\xFF\xFF",
        padded("PK\x03\x04"),
        "PK\x03\x04 12345678901234567890123456[Content_Types].xml",
        box("avif").substr(0, 6),
        png.substr(0, 12),
        "%PDF\x01 ",
    };
    for (const std::string& content : samples) {
        EXPECT_EQ(media_type_of(content).type, "") << content.substr(0, 20);
        EXPECT_EQ(media_type_of(content).refusal, "file_unsupported") << content.substr(0, 20);
    }
}

TEST(media_types, keep_a_paper_that_is_a_page_too_a_paper) {
    EXPECT_EQ(media_type_of("%PDF-1.4\n<html><script>alert(1)</script>").type, "application/pdf")
        << "sent with nosniff and a policy that runs nothing";
    EXPECT_EQ(media_type_of("<html><script>alert(1)</script>\n%PDF-1.4").type, "");
}

static std::string ooxml(const std::string& main, std::vector<zip::Entry> more = {},
                         const std::string& types = "<Types/>") {
    std::vector<zip::Entry> entries{
        {"[Content_Types].xml", types}, {"_rels/.rels", "<Relationships/>"}, {main, "<x/>"}};
    entries.insert(entries.end(), more.begin(), more.end());
    return zip::pack(entries);
}
static std::string odf(const std::string& type, std::vector<zip::Entry> more = {}) {
    std::vector<zip::Entry> entries{{"mimetype", "application/vnd.oasis.opendocument." + type},
                                    {"content.xml", "<x/>"}};
    entries.insert(entries.end(), more.begin(), more.end());
    return zip::pack(entries);
}

TEST(media_types, know_office_documents_by_what_is_in_them) {
    const std::string beginning = "application/vnd.openxmlformats-officedocument.";
    EXPECT_EQ(media_type_of(ooxml("word/document.xml")).type, beginning + "wordprocessingml.document");
    EXPECT_EQ(media_type_of(ooxml("xl/workbook.xml")).type, beginning + "spreadsheetml.sheet");
    EXPECT_EQ(media_type_of(ooxml("ppt/presentation.xml")).type, beginning + "presentationml.presentation");
    EXPECT_EQ(media_type_of(zip::pack({{"word/document.xml", "<x/>"}, {"[Content_Types].xml", "<Types/>"}})).type,
              beginning + "wordprocessingml.document")
        << "in any order";
    EXPECT_EQ(media_type_of(ooxml("other/thing.xml")).type, "");
    for (const std::string type : {"text", "spreadsheet", "presentation"})
        EXPECT_EQ(media_type_of(odf(type)).type, "application/vnd.oasis.opendocument." + type);
    EXPECT_EQ(media_type_of(odf("database")).type, "");
    const std::string whole = ooxml("word/document.xml");
    for (std::size_t size = 4; size < whole.size(); ++size)
        EXPECT_EQ(media_type_of(std::string_view(whole).substr(0, size)).type, "") << size;
}

/// A compound file whose directory has these entries, each a stream.
static std::string ole(const std::vector<std::string>& names) {
    std::string content = padded("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, 504);
    for (const std::string& name : names) {
        std::string entry(128, '\0');
        for (std::size_t i = 0; i < name.size(); ++i) entry[2 * i] = name[i];
        entry[64] = static_cast<char>(2 * name.size() + 2);
        entry[66] = 2;
        content += entry;
    }
    return content;
}

TEST(media_types, know_older_office_documents_and_take_no_installer_for_one) {
    EXPECT_EQ(media_type_of(ole({"Root Entry", "WordDocument", "1Table"})).type, "application/msword");
    EXPECT_EQ(media_type_of(ole({"Root Entry", "Workbook"})).type, "application/vnd.ms-excel");
    EXPECT_EQ(media_type_of(ole({"Root Entry", "PowerPoint Document"})).type, "application/vnd.ms-powerpoint");
    EXPECT_EQ(media_type_of(ole({"Root Entry", "_Tables", "_Columns"})).refusal, "file_unsupported");
    EXPECT_EQ(media_type_of(ole({})).refusal, "file_unsupported");
    EXPECT_EQ(media_type_of("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv).refusal, "file_unsupported");
}

TEST(media_types, refuse_macros_and_passwords_by_their_own_names) {
    EXPECT_EQ(media_type_of(ooxml("word/document.xml", {{"word/vbaProject.bin", "x"}})).refusal, "file_has_macros");
    EXPECT_EQ(
        media_type_of(ooxml("xl/workbook.xml", {}, "application/vnd.ms-excel.sheet.macroEnabled.main+xml")).refusal,
        "file_has_macros");
    EXPECT_EQ(media_type_of(ole({"Root Entry", "WordDocument", "Macros", "VBA", "_VBA_PROJECT"})).refusal,
              "file_has_macros");
    EXPECT_EQ(media_type_of(odf("text", {{"Basic/Standard/Module1.xml", "x"}})).refusal, "file_has_macros");
    EXPECT_EQ(media_type_of(odf("text", {{"META-INF/manifest.xml", "<manifest:encryption-data/>"}})).refusal,
              "file_encrypted");
    EXPECT_EQ(media_type_of(ole({"Root Entry", "EncryptionInfo", "EncryptedPackage"})).refusal, "file_encrypted");
}

TEST(media_types, unpack_no_bomb) {
    const std::string zeros(8U * 1024 * 1024, '\0');
    const std::string one = zip::pack({{"word/document.xml", zeros}});
    EXPECT_LT(one.size(), 20'000U);
    std::string claims = zip::pack({{"[Content_Types].xml", "<Types/>"}, {"word/document.xml", "x"}});
    EXPECT_EQ(media_type_of(claims).refusal, "");
    // The size of an entry stands 24 bytes into its line of the directory (APPNOTE 4.3.12).
    claims.replace(claims.rfind("PK\1\2") + 24, 4, "\xFF\xFF\xFF\x7F");
    EXPECT_EQ(media_type_of(claims).refusal, "file_unsupported") << "two gigabytes of pages";
    const std::string types = zip::pack({{"[Content_Types].xml", zeros}, {"word/document.xml", "x"}});
    EXPECT_EQ(media_type_of(types).refusal, "") << "no more than a megabyte of it was read";
    std::vector<zip::Entry> many{{"[Content_Types].xml", "<Types/>"}, {"word/document.xml", "x"}};
    for (int i = 0; i < 20'000; ++i) many.push_back({"media/" + std::to_string(i), ""});
    EXPECT_EQ(media_type_of(zip::pack(many)).refusal, "file_unsupported") << "more entries than a document has";
}

TEST(media_types, of_changed_files_are_one_of_the_list_or_refused) {
    Mutations files(
        {png, padded("\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\1"sv), box("isom"), "%PDF-1.7\n1 0 obj\n<</Type/Catalog>>",
         bytes("ID3\3\0\0\0\0\0\x0a"sv) + padded("\xFF\xFB\x90\x64"sv), "收条：今收到工资 3000 元。\n",
         ooxml("word/document.xml"), ooxml("xl/workbook.xml", {{"xl/vbaProject.bin", "x"}}), odf("text"),
         ole({"Root Entry", "WordDocument", "1Table"}), ole({"Root Entry", "EncryptedPackage"})},
        {"<svg", "#!", "_VBA_PROJECT", "PK\1\2", "PK\5\6", "vbaProject", "MZ"});
    for (int i = 0; i < 20'000; ++i) {
        const MediaType found = media_type_of(files.next());
        EXPECT_NE(found.type.empty(), found.refusal.empty());
    }
}

TEST(media_types, are_shown_when_they_can_run_nothing) {
    EXPECT_TRUE(is_shown("image/png"));
    EXPECT_TRUE(is_shown("application/pdf"));
    EXPECT_FALSE(is_shown("application/msword"));
}

}  // namespace hemu::attachments
