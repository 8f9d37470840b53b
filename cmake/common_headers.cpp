// Boost.JSON is compiled once here instead of being linked.
#include <boost/json/src.hpp>
