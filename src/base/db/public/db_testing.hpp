// A migrated, empty database per test, on both engines with one test body:
//
//     HEMU_ON_BOTH_ENGINES(intake_store);
//     TEST_P(intake_store, keeps_what_was_given) { database().transact(…); }
//
// PostgreSQL is the private cluster that HEMU_TEST_POSTGRES names (tools/test_postgres.sh start); without it those
// cases are skipped. Each test program has a schema of its own there; rows that migrations insert stay.
#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "db.hpp"

namespace hemu::db {

class OnBothEngines : public ::testing::TestWithParam<Engine> {
  protected:
    void SetUp() override;
    void TearDown() override;
    /// Migrated; nothing in it but what migrations insert.
    Database& database() { return *database_; }
    /// The same data behind a second Database object with other options, as a second server would open it.
    std::unique_ptr<Database> another(Options options = {});

  private:
    std::unique_ptr<Database> database_;
};

/// A migrated, empty SQLite file that is removed with the object, for tests that need no second engine.
class TemporaryDatabase {
  public:
    explicit TemporaryDatabase(Options options = {});
    ~TemporaryDatabase();
    Database& database() { return *database_; }
    const std::string& path() const { return path_; }

  private:
    std::string path_;
    std::unique_ptr<Database> database_;
};

/// How gtest names a parameter in its messages.
void PrintTo(Engine, std::ostream*);
std::string engine_name(const ::testing::TestParamInfo<Engine>&);

}  // namespace hemu::db

#define HEMU_ON_BOTH_ENGINES(suite)                                                                       \
    class suite : public ::hemu::db::OnBothEngines {};                                                    \
    INSTANTIATE_TEST_SUITE_P(engines, suite,                                                              \
                             ::testing::Values(::hemu::db::Engine::sqlite, ::hemu::db::Engine::postgres), \
                             ::hemu::db::engine_name)
