// 配置 Settings: hemu.toml, then the environment (HEMU_PORT …), then the command line; the last one wins.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "json.hpp"

namespace hemu::config {

struct Config {
    std::string address = "127.0.0.1";
    std::int64_t port = 8080;
    std::string data_dir = "data";
    std::string database;
    std::string city_schema = "hemu";
    std::string city_code = "4212";
    std::string web_dir;
    std::string data_files;
    std::string master_key_file;
    std::string tls_certificate;
    std::string tls_key;
    std::vector<std::string> trusted_proxies;
    std::int64_t network_threads = 1;
    std::int64_t workers = 16;
    std::int64_t database_connections = 16;
    std::int64_t slow_statement_milliseconds = 200;
    std::string log_level = "info";
    std::int64_t live_streams_of_session = 8;
    std::int64_t session_idle_minutes = 20;
    std::int64_t session_absolute_hours = 12;
    std::int64_t working_from_minutes = 510;
    std::int64_t working_to_minutes = 1050;
    std::string public_url;
    std::string message_gateway_url;
    std::vector<std::string> message_gateway_headers;
    std::string message_gateway_body;
    std::string wechat_gateway_url;
    std::vector<std::string> wechat_gateway_headers;
    std::string wechat_gateway_body;
    std::string gateway_report_secret;
    std::string mail_server;
    std::string mail_user;
    std::string mail_password;
    std::string mail_from;
    std::string mail_ca_file;
    std::string virus_scanner;
    std::string virus_scanner_down = "refuse";
    std::string file_store = "folder";
    std::string s3_endpoint;
    std::string s3_bucket;
    std::string s3_region = "us-east-1";
    std::string s3_key_id;
    std::string s3_secret;
    std::string s3_ca_file;
};
BOOST_DESCRIBE_STRUCT(Config, (),
                      (address, port, data_dir, database, city_schema, city_code, web_dir, data_files,
                       master_key_file, tls_certificate, tls_key, trusted_proxies, network_threads, workers,
                       database_connections, slow_statement_milliseconds, log_level, live_streams_of_session,
                       session_idle_minutes, session_absolute_hours, working_from_minutes, working_to_minutes,
                       public_url, message_gateway_url, message_gateway_headers, message_gateway_body,
                       wechat_gateway_url, wechat_gateway_headers, wechat_gateway_body, gateway_report_secret,
                       mail_server, mail_user, mail_password, mail_from, mail_ca_file, virus_scanner,
                       virus_scanner_down, file_store, s3_endpoint, s3_bucket, s3_region, s3_key_id, s3_secret,
                       s3_ca_file))

/// Where each value comes from: "default", "hemu.toml", "environment" or "command line".
struct Loaded {
    Config config;
    std::map<std::string, std::string> origins;
};

/// file: path of hemu.toml, empty for none. environment: names without HEMU_, lower case. std::runtime_error naming
/// the key on unknown keys, wrong types and values out of bounds.
Loaded load(const std::string& file, const std::map<std::string, std::string>& environment,
            const std::map<std::string, std::string>& command_line);

/// HEMU_* variables of this process, in the form that load takes.
std::map<std::string, std::string> environment();

/// Every setting with its value, origin and meaning, a line each; secrets are shown as set or not set.
std::string explain(const Loaded&);

/// `database` when set, else the SQLite file in the data folder.
std::string database_location(const Config&);

}  // namespace hemu::config
