#pragma once
#include <string>
#include <vector>

namespace hemu::app {

/// The graph of states and verbs as a Mermaid diagram, for docs/architecture.md.
std::string verb_graph();

/// What is wrong with the graph: a verb twice, a state that nothing reaches, a state that is no end and has no way
/// out.
std::vector<std::string> faults_of_the_graph();

}  // namespace hemu::app
